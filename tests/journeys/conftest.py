"""A running bank of the kind that JOURNEYS_ON names, and people who use it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.journeys.client import Person
from tests.journeys.customer import Customer, open_account, register
from tests.servers.bank import KINDS, RunningBank, bank_called

NewPerson = Callable[..., Person]
NewCustomer = Callable[..., Customer]

# All these people come from one address, as from an office.
OFFICE = {
    "SIGN_UPS_PER_MINUTE": "1000",
    "SIGN_INS_PER_MINUTE": "1000",
    "FAILED_SIGN_INS_PER_MINUTE": "1000",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Read the logs last, when every journey has left its traces in them."""
    items.sort(key=lambda item: item.path.name == "test_logs.py")


@pytest.fixture(scope="session")
def kind() -> str:
    """Return which bank the journeys run on."""
    found = os.environ.get("JOURNEYS_ON", "")
    if not found:
        pytest.skip(f"Journeys need a running bank: set JOURNEYS_ON to one of {', '.join(KINDS)}.")
    return found


@pytest.fixture(scope="session")
def bank(kind: str) -> Iterator[RunningBank]:
    """Return the bank, with the demo's branches and products; it ends with the session."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in OFFICE.items():
            environment.setenv(name, value)
        with bank_called(kind) as running:
            yield running


@pytest.fixture(scope="session")
def new_person(bank: RunningBank) -> Iterator[NewPerson]:
    """Return a function that makes somebody whom the bank does not know yet."""
    with ExitStack() as connections:

        def make(**details: str) -> Person:
            address = details.pop("email", f"{uuid.uuid4().hex[:12]}@journeys.example")
            person = Person(
                base_url=bank.base_url, mail_dir=bank.mail_dir, email=address, **details
            )
            return connections.enter_context(person)

        yield make


@pytest.fixture(scope="session")
def customer(new_person: NewPerson) -> NewCustomer:
    """Return a function that makes a customer with an account and, if asked, money on it."""

    def make(*, funds: str = "", given_name: str = "Jo", family_name: str = "Urney") -> Customer:
        person = new_person().sign_up()
        register(person, given_name=given_name, family_name=family_name)
        made = Customer(
            person=person,
            given_name=given_name,
            family_name=family_name,
            account=open_account(person),
        )
        if funds:
            made.deposit(funds)
        return made

    return make
