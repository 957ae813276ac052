"""What is known about a customer, and the rules for it that hold wherever it is written."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypedDict

from kernel.errors import Refused
from services.accounts.models import Customer

ADULT_YEARS: Final = 18
OLDEST_YEARS: Final = 130


class TooYoung(Refused):
    """Customers are 18 or older."""


class BirthImplausible(Refused):
    """Nobody was born that long ago."""


class TaxResidenceIncomplete(Refused):
    """A tax id is of a country."""


class CustomerDetails(TypedDict, total=False):
    """The fields of a customer record. `income` is {"minor": int, "currency": str}, in a year."""

    given_name: str
    family_name: str
    date_of_birth: date | None
    gender: str
    occupation: str
    income: dict[str, Any] | None
    phone: str
    email: str
    tax_country: str
    tax_id: str
    language: str


FIELDS: Final = tuple(CustomerDetails.__annotations__)


def check_details(details: CustomerDetails, *, on: date) -> None:
    """Refuse what no customer can have.

    Raises:
        TooYoung: the date of birth says younger than 18.
        BirthImplausible: it lies more than 130 years back.
        TaxResidenceIncomplete: there is a tax id without its country.

    """
    born = details.get("date_of_birth")
    if born is not None and _age(born, on=on) < ADULT_YEARS:
        raise TooYoung(field="date_of_birth")
    if born is not None and _age(born, on=on) > OLDEST_YEARS:
        raise BirthImplausible(field="date_of_birth")
    if details.get("tax_id") and not details.get("tax_country"):
        raise TaxResidenceIncomplete(field="tax_country")


def details_of(customer: Customer) -> dict[str, Any]:
    """Return the fields of a record by name."""
    return {name: getattr(customer, name) for name in FIELDS}


def _age(born: date, *, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
