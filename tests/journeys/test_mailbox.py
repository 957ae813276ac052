"""The demo's mailbox: what is read without a mail server. Only the embedded bank has it."""

from __future__ import annotations

import httpx
import pytest

from tests.journeys.client import Mailbox
from tests.journeys.waiting import wait_until


@pytest.fixture
def mailbox_url(bank, kind) -> str:
    if kind == "split":
        pytest.skip("The split bank has no demo mailbox.")
    return f"{bank.base_url}/demo/mailbox"


def test_the_mailbox_shows_the_code_that_was_mailed(bank, mailbox_url, new_person):
    person = new_person().sign_up()
    mails = httpx.get(f"{mailbox_url}.json").json()["results"]
    [mail] = [found for found in mails if found["to"] == person.email]
    [code] = Mailbox(bank.mail_dir).codes(person.email)
    assert mail["code"] == code
    page = httpx.get(mailbox_url)
    assert page.status_code == httpx.codes.OK
    assert person.email in page.text
    assert code in page.text


def test_the_mailbox_shows_letters_beyond_ascii_as_they_were_written(mailbox_url, customer):
    someone = customer(funds="3.21")
    last = f"…{someone.account['number'][-4:]}"

    def told() -> list[str]:
        mails = httpx.get(f"{mailbox_url}.json").json()["results"]
        bodies = [mail["body"] for mail in mails if mail["to"] == someone.person.email]
        return [body for body in bodies if "3.21 EUR" in body]

    [body] = wait_until(told, what="the mail about the deposit", within=45.0)
    assert last in body


def test_the_split_bank_shows_nobody_its_mails(bank, kind):
    if kind != "split":
        pytest.skip("Only the split bank has no mailbox.")
    for path in ("/demo/mailbox", "/demo/mailbox.json"):
        assert httpx.get(f"{bank.base_url}{path}").status_code == httpx.codes.NOT_FOUND
