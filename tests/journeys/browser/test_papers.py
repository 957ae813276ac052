"""What proves and explains: statements, receipts, balances, interest, and what a person is told."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser.newcomer import Newcomer
from tests.journeys.waiting import wait_until

FUTURE = "2099-12-01"


@pytest.fixture
def member(newcomer: Newcomer) -> Newcomer:
    """Return somebody with an account and money on it, at the account's page."""
    newcomer.sign_up()
    newcomer.open_first_account()
    account = newcomer.page.url
    newcomer.move("Deposit", amount="500", button="Deposit €500.00")
    newcomer.page.goto(account)
    return newcomer


def test_a_statement_is_made_downloaded_and_proven_to_be_ours(member, watch, page, tmp_path):
    member.follow("Statements")
    member.sees_title("Statements")
    expect(page.get_by_text("No statements yet")).to_be_visible()
    yesterday = (datetime.now(tz=UTC).date() - timedelta(days=2)).isoformat()
    member.choose(Period="Other days", Format="CSV")
    member.fill(First_day=yesterday, Last_day=yesterday)
    with page.expect_download() as download:
        member.press("Make the statement")
    saved = tmp_path / "statement.csv"
    download.value.save_as(saved)
    digest = hashlib.sha256(saved.read_bytes()).hexdigest()
    assert download.value.suggested_filename == f"statement-{yesterday}-{yesterday}.csv"
    expect(page.get_by_text(digest)).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download JSON", exact=True).click()
    assert Path(download.value.suggested_filename).suffix == ".json"

    page.get_by_role("link", name="check a file").click()
    page.get_by_label("The file", exact=True).set_input_files(saved)
    member.press("Check it")
    expect(page.get_by_text("We issued exactly this file")).to_be_visible()
    forged = tmp_path / "forged.csv"
    forged.write_bytes(saved.read_bytes() + b"1")
    page.get_by_label("The file", exact=True).set_input_files(forged)
    member.press("Check it")
    expect(page.get_by_text("We did not issue this file")).to_be_visible()

    page.get_by_role("link", name="All statements").click()
    made = page.get_by_role("region", name="Made so far").get_by_role("listitem")
    expect(made).to_have_count(1)
    expect(made).to_contain_text("CSV")
    assert watch.complaints == []


def test_interest_is_explained_and_worked_out_for_an_amount(member, watch, page):
    page.goto("/accounts/open")
    page.get_by_role("radio", name=re.compile("saver|Savings", re.IGNORECASE)).first.check()
    member.press("Open account")
    expect(page.get_by_text("Your account is open.")).to_be_visible()
    member.follow("Interest")
    member.sees_title("Interest")
    earned = page.get_by_role("region", name="Earned and not credited yet")
    expect(earned).to_contain_text("€0.00")
    expect(earned).to_contain_text("a year, since")
    expect(page.get_by_role("region", name="Your terms")).to_contain_text("Compounding")
    member.fill(Amount_in_EUR="10,000", For_how_many_days="365")
    member.press("Work it out")
    result = page.get_by_role("region", name="What it would earn")
    expect(result).to_contain_text("In 365 days it earns €")
    expect(result).not_to_contain_text("it earns €0.00")
    assert watch.complaints == []


def test_a_balance_is_explained_by_what_moved_and_each_movement_has_a_receipt(member, watch, page):
    member.follow("Why this balance")
    member.sees_title("Why this balance")
    step = page.get_by_role("region", name="A step of the explanation")
    expect(step).to_contain_text("€0.00 before + €500.00 moved = €500.00")
    expect(step).to_contain_text("It adds up.")
    member.choose(As_of="At the end of a day")
    day_before = datetime.now(tz=UTC).date() - timedelta(days=2)
    page.get_by_label("Day", exact=True).fill(day_before.isoformat())
    member.press("Show it")
    expect(page.get_by_role("region", name="Balance")).to_contain_text("The end of")
    expect(step).to_contain_text("€0.00 before + €0.00 moved = €0.00")

    page.go_back()
    step.get_by_role("link").first.click()
    proof = page.get_by_role("region", name="Receipt with proof")
    expect(proof).to_contain_text("It is sealed when its business day is closed.")
    with page.expect_download() as download:
        proof.get_by_role("button", name="Download the receipt").click()
    assert download.value.suggested_filename.startswith("receipt-")
    assert watch.complaints == []


def test_what_is_told_is_read_once_and_can_be_switched_off(member, watch, page):
    notice = page.get_by_role("listitem").filter(has_text="500.00 EUR arrived")

    def told() -> bool:
        # The notice comes by way of the relay and another service.
        page.goto("/notifications")
        page.get_by_role("region", name="Inbox").get_by_role("status").first.wait_for()
        page.wait_for_load_state("networkidle")
        return notice.count() > 0

    wait_until(told, what="the notice of the deposit", within=60.0)
    notice.get_by_role("button", name=re.compile("Mark as read")).click()
    expect(notice.get_by_text("New", exact=True)).to_have_count(0)
    page.get_by_role("link", name="What you hear of").click()
    switch = page.get_by_role("checkbox", name="Money arrives: E-mail", exact=True)
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    page.reload()
    expect(switch).not_to_be_checked()
    locked = page.get_by_role("checkbox", name="Your sign-in is changed: E-mail", exact=True)
    expect(locked).to_be_disabled()
    assert watch.complaints == []


def test_a_standing_order_gets_another_amount(member, payee, watch, page):
    page.goto("/standing-orders/new")
    page.get_by_role("radio", name="Someone else").check()
    member.fill(IBAN=payee.account["number"], Amount_in_EUR="40", First_date=FUTURE)
    member.press("Check answers")
    member.press("Set it up")
    expect(page.get_by_role("region", name="Standing order")).to_contain_text("€40.00")
    page.get_by_text("Change amount, note or end").click()
    member.fill(Amount_in_EUR="35.50")
    page.get_by_label("Note (optional)", exact=True).fill("Less rent")
    member.press("Save the changes")
    member.sees_notice("Changed, from the next payment on.")
    expect(page.get_by_role("region", name="Standing order")).to_contain_text("€35.50")
    member.sees_title("Less rent")
    assert watch.complaints == []
