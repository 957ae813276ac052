"""Change what is known about a customer: by staff, or their own contact by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import Forbidden
from kernel.ledger import commands as ledger
from kernel.step_up.proofs import Proof, use_proof
from services.accounts import queries
from services.accounts.commands.customer_details import (
    CustomerDetails,
    check_details,
    details_of,
)
from services.accounts.commands.customer_tokens import refresh_tokens
from services.accounts.commands.register_customer import PossibleDuplicates
from services.accounts.edits import record_customer_edit
from services.accounts.models import Account, Customer

TITLE_LENGTH: Final = 140
_REACHED_AT: Final = ("email", "phone")
_NOT_GIVEN: Final = "not given"


class OwnRecord(Forbidden):
    """Staff leave their own record to a colleague."""


class NotYoursToChange(Forbidden):
    """The bank changes this for you: please ask."""


@transaction.atomic(durable=True)
def update_customer(
    *,
    customer_id: UUID,
    actor_id: UUID,
    reason: str,
    now: datetime,
    confirm_duplicates: bool = False,
    **details: Unpack[CustomerDetails],
) -> Customer:
    """Change a customer's record for them. A new name is what payers see from now on.

    Raises:
        OwnRecord: the member of staff is the customer.
        CustomerNotFound: there is none, or it is erased.
        TooYoung, BirthImplausible, TaxResidenceIncomplete: see `check_details`.
        PossibleDuplicates: somebody else is like this now; `confirm_duplicates` lets it pass.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    if not confirm_duplicates:
        _refuse_duplicates(customer, details)
    return _change(customer, actor_id=actor_id, details=details, reason=reason, now=now)


@transaction.atomic(durable=True)
def update_own_contact(
    *,
    person_id: UUID,
    proof: Proof | None = None,
    now: datetime,
    **details: Unpack[CustomerDetails],
) -> Customer:
    """Change what customers may change about themselves (`CUSTOMERS_MAY_CHANGE`).

    Another e-mail address or telephone number needs a fresh factor.

    Raises:
        NotYoursToChange: staff change that field.
        CustomerNotFound: the person is no customer.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: see `use_proof`.

    """
    for name in details:
        if name not in settings.CUSTOMERS_MAY_CHANGE:
            raise NotYoursToChange(field=name)
    customer = queries.lock_customer(person_id=person_id)
    before = _reached_at(customer)
    changed = _change(customer, actor_id=person_id, details=details, reason="", now=now)
    after = _reached_at(changed)
    if after != before:
        use_proof(
            proof=proof, person_id=person_id, operation="change_contact", facts=after, now=now
        )
    return changed


def _reached_at(customer: Customer) -> dict[str, str]:
    return {name: getattr(customer, name) or _NOT_GIVEN for name in _REACHED_AT}


def _change(
    customer: Customer,
    *,
    actor_id: UUID,
    details: CustomerDetails,
    reason: str,
    now: datetime,
) -> Customer:
    before, name_before = details_of(customer), customer.full_name
    after = before | details
    changed = {name: value for name, value in details.items() if before[name] != value}
    if not changed:
        return customer
    check_details(after, on=now.date())  # type: ignore[arg-type]
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.save()
    refresh_tokens(customer)
    if customer.full_name != name_before:
        retitle_accounts(customer)
    record_customer_edit(
        customer=customer,
        action="changed",
        actor_id=actor_id,
        before=before,
        after=after,
        reason=reason,
        now=now,
    )
    return customer


def retitle_accounts(customer: Customer) -> None:
    """Show payers a customer's present name on the accounts that they own, in the order of ids."""
    owned = Account.objects.filter(customer=customer).order_by("id").values_list("id", flat=True)
    for account_id in list(owned):
        ledger.retitle_account(account_id=account_id, title=customer.full_name[:TITLE_LENGTH])


def _refuse_duplicates(customer: Customer, details: CustomerDetails) -> None:
    found = queries.find_duplicates(
        given_name=details.get("given_name", customer.given_name),
        family_name=details.get("family_name", customer.family_name),
        # Only what is new can make a new likeness.
        date_of_birth=details.get("date_of_birth"),
        phone=details.get("phone", ""),
        tax_id=details.get("tax_id", ""),
        but_not=customer.id,
    )
    if found:
        raise PossibleDuplicates(
            "Look at these first; send `confirm_duplicates` if it is another person.",
            extra={
                "duplicates": [
                    {"customer": str(customer_id), "same": same} for customer_id, same in found
                ]
            },
        )
