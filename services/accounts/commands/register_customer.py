"""A person becomes a customer: by themselves, or at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Unpack
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from kernel.errors import Conflict
from kernel.ids import new_id
from kernel.outbox.models import Event
from services.accounts import queries, search
from services.accounts.commands.customer_details import (
    CustomerDetails,
    check_details,
    details_of,
)
from services.accounts.commands.customer_tokens import tokens_of
from services.accounts.edits import record_customer_edit
from services.accounts.models import Customer, SearchToken

INVITED: Final = "customer.invited"


class CustomerExists(Conflict):
    """There is a customer record already."""


class PossibleDuplicates(Conflict):
    """Somebody like this is a customer already."""


def register_customer(
    *, person_id: UUID, now: datetime, **details: Unpack[CustomerDetails]
) -> Customer:
    """Write the customer record of a person who asks for it; its id is the person's.

    Who is like somebody else is told nothing of it; staff see it on the record.

    Raises:
        TooYoung, BirthImplausible, TaxResidenceIncomplete: see `check_details`.
        CustomerExists: the person has a record.

    """
    check_details(details, on=now.date())
    active = settings.CUSTOMERS_START_ACTIVE
    return _write(
        person_id=person_id,
        actor_id=person_id,
        status=Customer.Status.ACTIVE if active else Customer.Status.PENDING,
        details=details,
        now=now,
    )


def register_at_counter(
    *,
    actor_id: UUID,
    now: datetime,
    confirm_duplicates: bool = False,
    **details: Unpack[CustomerDetails],
) -> Customer:
    """Write the record of somebody whom staff met, under a new id, and invite them to sign up.

    The record starts pending: checks and a decision follow. With an e-mail address, the event
    `customer.invited` asks auth to invite the person into the id.

    Raises:
        TooYoung, BirthImplausible, TaxResidenceIncomplete: see `check_details`.
        PossibleDuplicates: and `confirm_duplicates` is not set; `duplicates` names them.

    """
    check_details(details, on=now.date())
    if not confirm_duplicates:
        _refuse_duplicates(details)
    with transaction.atomic():
        customer = _write(
            person_id=new_id(),
            actor_id=actor_id,
            status=Customer.Status.PENDING,
            details=details,
            now=now,
        )
        if customer.email:
            Event.objects.create(
                name=INVITED,
                payload={"person_id": str(customer.id), "email": customer.email},
                created_at=now,
            )
    return customer


def _refuse_duplicates(details: CustomerDetails) -> None:
    found = queries.find_duplicates(
        given_name=details.get("given_name", ""),
        family_name=details.get("family_name", ""),
        date_of_birth=details.get("date_of_birth"),
        phone=details.get("phone", ""),
        tax_id=details.get("tax_id", ""),
    )
    if not found:
        return
    duplicates: list[dict[str, Any]] = [
        {"customer": str(customer_id), "same": same} for customer_id, same in found
    ]
    raise PossibleDuplicates(
        "Look at these first; send `confirm_duplicates` if it is another person.",
        extra={"duplicates": duplicates},
    )


def _write(
    *,
    person_id: UUID,
    actor_id: UUID,
    status: Customer.Status,
    details: CustomerDetails,
    now: datetime,
) -> Customer:
    customer = Customer.with_key(
        id=person_id,
        status=status,
        index_mark=search.index_mark(),
        created_at=now,
        **details,
    )
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
            SearchToken.objects.bulk_create(tokens_of(customer))
            record_customer_edit(
                customer=customer,
                action="registered",
                actor_id=actor_id,
                after={**details_of(customer), "status": status.value},
                now=now,
            )
    except IntegrityError:
        raise CustomerExists from None
    return customer
