"""Who lives in the demo."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

PASSWORD: Final = "Demo-bank-2026!"  # noqa: S105  (printed by `make up`: it protects nothing)
_NAMESPACE: Final = uuid.UUID("1b671a64-40d5-491e-99b0-da01ff1f3341")


def demo_id(*parts: object) -> UUID:
    """Return the id of a thing of the demo, the same on every run."""
    return uuid.uuid5(_NAMESPACE, ":".join(str(part) for part in parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPerson:
    """Somebody with a sign-in."""

    given_name: str
    family_name: str
    role: str
    date_of_birth: date
    phone: str

    @property
    def id(self) -> UUID:
        """Return the person's id."""
        return demo_id("person", self.given_name)

    @property
    def email(self) -> str:
        """Return the e-mail address, which is the user name."""
        return f"{self.given_name.lower()}@demo.example"


def _person(given_name: str, family_name: str, role: str, born: str, phone: str) -> DemoPerson:
    return DemoPerson(
        given_name=given_name,
        family_name=family_name,
        role=role,
        date_of_birth=date.fromisoformat(born),
        phone=phone,
    )


CUSTOMERS: Final = (
    _person("Ada", "Novak", "customer", "1988-03-14", "+4915112340001"),
    _person("Ben", "Okafor", "customer", "1993-11-02", "+4915112340002"),
    _person("Clara", "Lindgren", "customer", "1971-07-21", "+4915112340003"),
)
STAFF: Final = (
    _person("Agnes", "Kowal", "agent", "1990-01-09", "+4915112340011"),
    _person("Tina", "Marsh", "teller", "1985-05-30", "+4915112340012"),
    _person("Samir", "Haddad", "supervisor", "1979-09-12", "+4915112340013"),
    _person("Olga", "Petrova", "operations", "1987-02-17", "+4915112340014"),
    _person("Carlos", "Vega", "compliance", "1982-12-05", "+4915112340015"),
    _person("Aiko", "Tanaka", "auditor", "1976-04-28", "+4915112340016"),
    _person("Amin", "Rahman", "administrator", "1981-08-08", "+4915112340017"),
    _person("Vera", "Costa", "viewer", "1994-06-19", "+4915112340018"),
    _person("Anton", "Meyer", "analyst", "1991-10-25", "+4915112340019"),
)
SIGN_INS: Final = (*CUSTOMERS, *STAFF)
