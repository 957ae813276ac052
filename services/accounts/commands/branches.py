"""Keep the branches and who works there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.audit.commands import record_edit
from kernel.cached import forget_cached
from kernel.errors import Conflict, NotFound
from services.accounts import queries
from services.accounts.models import Branch, BranchStaff
from services.accounts.receipts import branch_content

SERVICE: Final = "accounts"
SUBJECT: Final = "branch"


class BranchExists(Conflict):
    """There is a branch with this code."""


class BranchStaffNotFound(NotFound):
    """Nobody of this id works at the branch."""


@transaction.atomic(durable=True)
def create_branch(*, actor_id: UUID, now: datetime, **values: Any) -> Branch:
    """Write a new branch: code, name, city, street, phone, opening hours, holidays.

    Raises:
        BranchExists: the code is taken.

    """
    branch = Branch(**values)
    try:
        with transaction.atomic():
            branch.save(force_insert=True)
    except IntegrityError:
        raise BranchExists(field="code") from None
    forget_cached("branches")
    _record(branch, action="branch.create", actor_id=actor_id, before=None, now=now)
    return branch


@transaction.atomic(durable=True)
def update_branch(*, branch_id: UUID, actor_id: UUID, now: datetime, **values: Any) -> Branch:
    """Change what is named of a branch; its code stays.

    Raises:
        BranchNotFound: there is none.

    """
    branch = _lock(branch_id)
    before = branch_content(branch)
    for name, value in values.items():
        setattr(branch, name, value)
    if branch_content(branch) != before:
        branch.save(update_fields=list(values))
        forget_cached("branches")
        _record(branch, action="branch.update", actor_id=actor_id, before=before, now=now)
    return branch


@transaction.atomic(durable=True)
def assign_staff(*, branch_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> BranchStaff:
    """Let a member of staff belong to a branch, and to no other from now on.

    Raises:
        BranchNotFound: there is none.

    """
    branch = _lock(branch_id)
    known = BranchStaff.objects.select_for_update().filter(person_id=person_id).first()
    if known is not None and known.branch_id == branch.id:
        return known
    staff, _ = BranchStaff.objects.update_or_create(
        person_id=person_id, defaults={"branch": branch, "since": now}
    )
    record_edit(
        service=SERVICE,
        subject_type=SUBJECT,
        subject_id=branch.id,
        action="branch.assign_staff",
        actor_id=actor_id,
        before={"person": person_id, "branch": known.branch_id} if known else None,
        after={"person": person_id, "branch": branch.id},
        now=now,
    )
    return staff


@transaction.atomic(durable=True)
def release_staff(*, branch_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    """Let a member of staff belong to no branch.

    Raises:
        BranchNotFound: there is no such branch.
        BranchStaffNotFound: they do not work there.

    """
    branch = _lock(branch_id)
    deleted, _ = BranchStaff.objects.filter(person_id=person_id, branch=branch).delete()
    if not deleted:
        raise BranchStaffNotFound
    record_edit(
        service=SERVICE,
        subject_type=SUBJECT,
        subject_id=branch.id,
        action="branch.release_staff",
        actor_id=actor_id,
        before={"person": person_id},
        after=None,
        now=now,
    )


def _lock(branch_id: UUID) -> Branch:
    queries.get_branch(branch_id=branch_id)
    return Branch.objects.select_for_update().get(id=branch_id)


def _record(
    branch: Branch,
    *,
    action: str,
    actor_id: UUID,
    before: dict[str, Any] | None,
    now: datetime,
) -> None:
    record_edit(
        service=SERVICE,
        subject_type=SUBJECT,
        subject_id=branch.id,
        action=action,
        actor_id=actor_id,
        before=before,
        after=branch_content(branch),
        now=now,
    )
