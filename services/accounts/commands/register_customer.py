"""A signed-in person becomes a customer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Refused
from services.accounts.models import Customer

ADULT_YEARS = 18


class CustomerExists(Conflict):
    """There is a customer record already."""


class TooYoung(Refused):
    """Customers are 18 or older."""


def register_customer(
    *,
    person_id: UUID,
    given_name: str,
    family_name: str,
    now: datetime,
    date_of_birth: date | None = None,
    phone: str = "",
) -> Customer:
    """Write the customer record of a person; its id is the person's.

    Raises:
        TooYoung: the date of birth says younger than 18.
        CustomerExists: the person has a record.

    """
    if date_of_birth is not None and _age(date_of_birth, on=now.date()) < ADULT_YEARS:
        raise TooYoung(field="date_of_birth")
    try:
        with transaction.atomic():
            return Customer.objects.create(
                id=person_id,
                given_name=given_name,
                family_name=family_name,
                date_of_birth=date_of_birth,
                phone=phone,
                created_at=now,
            )
    except IntegrityError:
        raise CustomerExists from None


def _age(born: date, *, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
