"""One service stops; what the others do goes on, and the stopped one's part says so clearly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from config.services import SERVICES
from tests.journeys.customer import SEARCHED, Customer, content, new_key
from tests.servers.bank import RunningBank

PROBLEM = "application/problem+json"
# One path of each service, to see it gone and back again.
OWN_PATH = {
    "auth": "/auth/me",
    "accounts": "/accounts",
    "transactions": "/transactions",
    "interest": "/interest-rates",
    "support": "/announcements",
    "planning": "/categories",
}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Two customers who are signed in already."""

    one: Customer
    two: Customer


def sign_in_again(who: Signed) -> None:
    """Auth: password and mailed code, who one is, and a new token."""
    who.two.person.sign_out()
    who.two.person.sign_in()
    who.two.person.renew()
    assert content(who.two.person.get("/auth/me"))["email"] == who.two.person.email


def look_at_accounts(who: Signed) -> None:
    """Accounts: read, open, close."""
    person = who.one.person
    assert content(person.get("/customers/me"))["given_name"] == who.one.given_name
    assert content(person.get("/branches"))["results"]
    opened = who.one.open_account(product="savings")
    assert content(person.get(f"/accounts/{opened['id']}"))["balance"] == "0.00"
    assert content(person.post(f"/accounts/{opened['id']}/close"))["status"] == "closed"


def move_money(who: Signed) -> None:
    """Transactions: deposit, transfer, withdraw, balance, history."""
    before = len(who.one.transactions())
    who.one.deposit("3.00")
    transfer = who.one.transfer("2.00", to=who.two.account["number"])
    who.one.withdraw("1.00")
    seen = who.one.transactions()
    assert len(seen) == before + 3
    assert seen[1]["transfer_id"] == transfer["id"]
    assert who.one.balance()["balance"] == "20.00"


def read_rates(who: Signed) -> None:
    """Interest: the rate table."""
    assert content(who.one.person.get("/interest-rates"))["results"]


def read_announcements(who: Signed) -> None:
    """Support: what the bank tells."""
    assert "results" in content(who.one.person.get("/announcements"))


def make_category(who: Signed) -> None:
    """Planning: a category of one's own."""
    name = f"Hobby {new_key()[:8]}"
    content(who.one.person.post("/categories", json={"name": name}), status=201)
    listed = content(who.one.person.get("/categories"))["results"]
    assert name in [category["name"] for category in listed]


JOURNEYS: dict[str, Callable[[Signed], None]] = {
    "auth": sign_in_again,
    "accounts": look_at_accounts,
    "transactions": move_money,
    "interest": read_rates,
    "support": read_announcements,
    "planning": make_category,
}


@pytest.fixture(scope="module")
def signed(customer, kind) -> Signed:
    if kind != "split":
        pytest.skip("Only the split bank has services that stop one by one.")
    return Signed(one=customer(funds="20.00"), two=customer())


@contextmanager
def stopped(bank: RunningBank, service: str) -> Iterator[None]:
    """Stop a service for the length of a block."""
    bank.stop(service)
    try:
        yield
    finally:
        bank.start(service)


def test_every_service_has_its_journey(kind):
    assert list(JOURNEYS) == list(OWN_PATH) == [service.name for service in SERVICES]


@pytest.mark.parametrize("service", list(JOURNEYS))
def test_the_others_journeys_go_on_without(service, bank, signed):
    with stopped(bank, service):
        answer = signed.one.person.get(OWN_PATH[service], params={"text": SEARCHED})
        assert content(answer, status=503)["code"] == "service_unavailable"
        assert answer.headers["Content-Type"] == PROBLEM
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["X-Request-ID"]
        for name, journey in JOURNEYS.items():
            if name != service:
                journey(signed)
    JOURNEYS[service](signed)


def test_after_all_that_the_books_are_right(bank, signed):
    assert "invariants hold" in bank.manage("check_ledger")
