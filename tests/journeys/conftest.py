"""A running bank of the kind that JOURNEYS_ON names, and people who use it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.journeys.client import Person
from tests.journeys.customer import Customer, content, new_key, open_account, register
from tests.journeys.world import PROBLEM, World
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


@pytest.fixture(scope="module")
def world(customer) -> World:
    payer = customer(funds="100.00", given_name="Petra", family_name="Payer")
    closed = payer.open_account()
    content(payer.person.post(f"/accounts/{closed['id']}/close"))
    return World(
        payer=payer,
        empty=payer.open_account(product="savings"),
        closed=closed,
        payee=customer(funds="1.00", given_name="Rolf", family_name="Receiver"),
    )


@pytest.fixture(scope="module")
def untouched(world) -> tuple[bytes, ...]:
    """Return how it all was before the first refusal."""
    return world.snapshot()


@pytest.fixture
def refused(world, untouched):
    """Return a function that sends a request, expects a problem, and sees nothing change."""

    def ask(path: str, *, status: int, code: str, **request: Any) -> dict[str, Any]:
        answer = world.payer.person.post(path, key=new_key(), **request)
        problem = content(answer, status=status)
        assert answer.headers["Content-Type"] == PROBLEM
        assert problem["code"] == code
        assert problem["status"] == status
        assert problem["type"] == f"/docs/errors#{code}"
        assert problem["request_id"] == answer.headers["X-Request-ID"]
        assert problem["title"]
        assert problem["detail"]
        assert world.snapshot() == untouched
        return problem

    return ask
