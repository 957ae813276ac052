"""Which customers a member of staff serves: those of their branch, and those they had a reason for.

Who belongs to a branch and has no role for the whole bank finds every customer by search, but sees
the details of those only who bank at that branch or nowhere yet. For others the record is revealed
first, with a reason that is written down, and is open to that person for a working day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from kernel.audit.models import Edit
from kernel.errors import Forbidden
from services.accounts.edits import CUSTOMER, REVEALED, SERVICE
from services.accounts.models import Account, Application, BranchStaff

_OPEN_FOR: Final = timedelta(hours=12)


class OtherBranch(Forbidden):
    """The customer banks at another branch. Reveal the record first, and say why."""


def branch_of_staff(*, person_id: UUID) -> UUID | None:
    """Return the branch to which a member of staff is bound, or None: to no single one."""
    if not settings.BRANCH_SCOPE:
        return None
    found = BranchStaff.objects.filter(person_id=person_id).values_list("branch_id", flat=True)
    return found.first()


def refuse_other_branch(*, person_id: UUID, customer_id: UUID, now: datetime) -> None:
    """Refuse a member of staff who does not serve a customer.

    Raises:
        OtherBranch: they belong to a branch, the customer banks elsewhere, and was not revealed.

    """
    branch_id = branch_of_staff(person_id=person_id)
    if branch_id is None or person_id == customer_id:
        return
    offices = set(Account.objects.filter(customer_id=customer_id).values_list("branch", flat=True))
    asked = Application.objects.filter(customer_id=customer_id)
    offices |= set(asked.values_list("branch", flat=True))
    if not offices or branch_id in offices:
        return
    if not _has_revealed(person_id=person_id, customer_id=customer_id, since=now - _OPEN_FOR):
        raise OtherBranch


def customer_of_account(*, account_id: UUID) -> UUID | None:
    """Return whose an account, or an application for one, is; None if there is none."""
    for table in (Account, Application):
        found = table.objects.filter(id=account_id).values_list("customer_id", flat=True).first()
        if found is not None:
            return UUID(str(found))
    return None


def _has_revealed(*, person_id: UUID, customer_id: UUID, since: datetime) -> bool:
    looks = Edit.objects.filter(
        service=SERVICE,
        subject_type=CUSTOMER,
        subject_id=customer_id,
        action=REVEALED,
        actor_id=person_id,
        happened_at__gte=since,
    )
    return looks.exists()
