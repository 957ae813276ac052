"""A customer of a running bank: what journeys do again and again, each step checked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from tests.journeys.client import Person, UnexpectedAnswer

Json = dict[str, Any]
# What somebody searches for while a service is down; no log may hold it (test_logs.py).
SEARCHED = "canary-of-a-search"


def new_key() -> str:
    """Return an Idempotency-Key for a new intent."""
    return str(uuid.uuid4())


def content(answer: httpx.Response, *, status: int = 200) -> Json:
    """Return an answer's content, after its status and its kind were checked.

    Raises:
        UnexpectedAnswer: the bank answered with another status, or not with JSON.

    """
    is_json = answer.headers.get("Content-Type", "").split("+")[-1].endswith("json")
    if answer.status_code != status or not is_json:
        request = answer.request
        raise UnexpectedAnswer(
            f"{request.method} {request.url}: {answer.status_code}, not JSON with {status}: "
            f"{answer.text}"
        )
    found: Json = answer.json()
    return found


@dataclass(kw_only=True)
class Customer:
    """A person with a customer record and, as a rule, an account: `account`."""

    person: Person
    given_name: str
    family_name: str
    account: Json

    @property
    def name(self) -> str:
        """Return the name as accounts carry it."""
        return f"{self.given_name} {self.family_name}"

    def open_account(self, *, product: str = "everyday", nickname: str = "") -> Json:
        """Open an account of a product."""
        return open_account(self.person, product=product, nickname=nickname)

    def deposit(self, amount: str, *, account: Json | None = None, note: str = "") -> Json:
        """Pay cash in."""
        body = {"account": (account or self.account)["id"], "amount": amount, "note": note}
        return content(self.person.post("/deposits", json=body, key=new_key()), status=201)

    def withdraw(self, amount: str, *, account: Json | None = None, note: str = "") -> Json:
        """Take cash out."""
        body = {"account": (account or self.account)["id"], "amount": amount, "note": note}
        return content(self.person.post("/withdrawals", json=body, key=new_key()), status=201)

    def transfer(self, amount: str, *, to: str, note: str = "", key: str | None = None) -> Json:
        """Move money from the account to another."""
        return content(self.ask_transfer(amount, to=to, note=note, key=key), status=201)

    def ask_transfer(
        self, amount: str, *, to: str, note: str = "", key: str | None = None
    ) -> httpx.Response:
        """Move money, whatever the bank answers."""
        body = {"from_account": self.account["id"], "to_account": to, "amount": amount}
        return self.person.post("/transfers", json=body | {"note": note}, key=key or new_key())

    def balance(self, account: Json | None = None, *, at: str | None = None) -> Json:
        """Return a balance, now or in the past."""
        params = {} if at is None else {"at": at}
        address = f"/balances/{(account or self.account)['id']}"
        return content(self.person.get(address, params=params))

    def transactions(self, account: Json | None = None, **filters: Any) -> list[Json]:
        """Return all transactions of an account, page after page."""
        params = {"account": (account or self.account)["id"], "limit": 200, **filters}
        page = content(self.person.get("/transactions", params=params))
        found: list[Json] = page["results"]
        while page["next"] is not None:
            page = content(self.person.get(page["next"]))
            found += page["results"]
        return found

    def snapshot(self) -> tuple[bytes, bytes]:
        """Return everything that this customer can see of their money, as the bank writes it."""
        accounts = self.person.get("/accounts")
        transactions = self.person.get("/transactions", params={"limit": 200})
        content(accounts)
        content(transactions)
        return accounts.content, transactions.content


def register(person: Person, *, given_name: str, family_name: str) -> Json:
    """Write the customer record of a signed-in person."""
    body = {"given_name": given_name, "family_name": family_name}
    return content(person.post("/customers", json=body), status=201)


def open_account(person: Person, *, product: str = "everyday", nickname: str = "") -> Json:
    """Open an account of a product for a customer."""
    offers = content(person.get("/account-types"))["results"]
    offer = next(offer for offer in offers if offer["code"] == product)
    body = {"account_type": offer["id"], "nickname": nickname}
    return content(person.post("/accounts", json=body, key=new_key()), status=201)
