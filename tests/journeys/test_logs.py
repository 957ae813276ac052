"""The logs hold no secret and no personal data, whatever passed through the bank before."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import httpx
import pytest

from tests.journeys.client import Mailbox
from tests.journeys.customer import SEARCHED, Customer, content, new_key, open_account, register
from tests.journeys.waiting import wait_until
from tests.servers.bank import RunningBank

MARK = uuid.uuid4().hex[:10]
PASSWORD = f"pw-{MARK}-canary"
GIVEN_NAME = f"Zyta{MARK}"
FAMILY_NAME = f"Quux{MARK}"
NOTE = f"note {MARK} canary"
PHONE = "+4930901829473"
NOTICE_SECONDS = 45.0
# Whom the demo's own log of its making may name is not what journeys brought in.
MAIL_SUFFIX = "@journeys.example"


@pytest.fixture(scope="module")
def canary(new_person, customer) -> Customer:
    """Return somebody whose every detail is found easily, after they used and misused the bank."""
    address = f"mail-{MARK}{MAIL_SUFFIX}"
    person = new_person(email=address, password=PASSWORD, phone=PHONE).sign_up()
    register(person, given_name=GIVEN_NAME, family_name=FAMILY_NAME)
    made = Customer(
        person=person,
        given_name=GIVEN_NAME,
        family_name=FAMILY_NAME,
        account=open_account(person, nickname=f"nick {MARK}"),
    )
    payee = customer()
    made.deposit("77.00", note=NOTE)
    made.transfer("7.00", to=payee.account["number"], note=NOTE)
    payee.transfer("1.00", to=made.account["number"], note=NOTE)
    made.transactions(text=MARK)
    _misuse(made)
    made.person.sign_out()
    made.person.sign_in()
    made.person.renew()
    return made


def _misuse(made: Customer) -> None:
    """Make the bank refuse what carries secrets: failures are what is logged most."""
    person, number = made.person, made.account["number"]
    bad = {"from_account": made.account["id"], "to_account": number, "amount": "1.00"}
    assert person.post("/transfers", json=bad | {"note": NOTE}, key=new_key()).is_client_error
    assert person.post("/transfers", json=bad | {NOTE: NOTE}, key=new_key()).is_client_error
    assert person.post("/transfers", content=f'{{"{NOTE}'.encode(), key=new_key()).is_client_error
    assert person.get(f"/accounts/{number}").is_client_error
    assert person.get(f"/no-such-thing/{person.email}", params={"note": NOTE}).is_client_error
    assert person.get("/transactions", params={"cursor": NOTE}).is_client_error
    for body in (
        {"email": person.email, "password": f"{PASSWORD}-wrong"},
        {"email": person.email, "password": {"a": PASSWORD}},
        {"email": f"unknown-{person.email}", "password": PASSWORD},
    ):
        answer = httpx.post(
            f"{person.base_url}/api/v1/auth/app/v1/auth/login", json=body, timeout=30.0
        )
        assert answer.is_client_error
    again = {
        "email": person.email,
        "password": PASSWORD,
        "search": SEARCHED,
        "phone": PHONE,
        "date_of_birth": "1990-05-17",
    }
    answer = httpx.post(
        f"{person.base_url}/api/v1/auth/app/v1/auth/signup", json=again, timeout=30.0
    )
    assert answer.is_client_error
    wrong = person.http.get(
        "/api/v1/accounts", headers={"Authorization": f"Bearer {person.access_token}x"}
    )
    assert content(wrong, status=401)["code"] == "not_authenticated"


def logs_of(bank: RunningBank) -> list[Path]:
    """Return every log of every process; mails are files called .log too, but no logs."""
    root = bank.log("any").parent.parent
    found = [*root.rglob("*.log"), *root.rglob("*.log.1")]
    return [path for path in found if path.is_file() and bank.mail_dir not in path.parents]


def test_every_process_writes_a_log_that_names_the_request(bank, kind, canary):
    names = {path.stem for path in logs_of(bank)}
    running = set(bank.services) if kind == "split" else {"web", "worker", "redis"}
    assert running <= names
    answer = canary.person.get("/transactions")
    process = bank.log("transactions" if kind == "split" else "web")
    identifier = answer.headers["X-Request-ID"]
    wait_until(
        lambda: identifier in process.read_text(encoding="utf-8"),
        what="the request in the log",
        within=5.0,
    )


def test_no_log_holds_a_secret_or_personal_data(bank, canary):
    mailbox = Mailbox(bank.mail_dir)
    person = canary.person

    def told() -> bool:
        bank.tend()
        return any("1.00 EUR" in mail.subject for mail in mailbox.mails(person.email))

    wait_until(
        told,
        what="the notice, which the worker sends",
        within=NOTICE_SECONDS,
    )
    codes = mailbox.codes(person.email)
    assert len(codes) >= 2
    number = canary.account["number"]
    secrets = {
        "password": PASSWORD,
        "mark of name, note, nickname or e-mail": MARK,
        "e-mail address": person.email,
        "anybody's e-mail address": MAIL_SUFFIX,
        "search": SEARCHED,
        "phone": PHONE.removeprefix("+"),
        "IBAN": number,
        "account digits": number[-10:],
        "access token": person.access_token,
        "access token's proof": person.access_token.rsplit(".", 1)[-1],
        "refresh token": person.refresh_token,
        "refresh token's proof": person.refresh_token.rsplit(".", 1)[-1],
        "session token": person.session_token,
    }
    assert all(len(secret) >= 10 for secret in secrets.values())
    found = []
    for path in logs_of(bank):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{what} in {path.name}" for what, secret in secrets.items() if secret in text]
        found += [
            f"a code in {path.name}"
            for code in codes
            # Six digits happen in times and ids; a code would stand alone.
            if re.search(rf"(?<![\d.a-f-]){code}(?![\d.a-f-])", text)
        ]
    assert not found, "\n".join(found)
