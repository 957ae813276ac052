"""What customers do on an ordinary day: whom they pay, what is planned, how an account is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.browser.newcomer import Newcomer

# The code of the sign-up came first.
SIGN_UP_CODES = 1


@pytest.fixture
def member(newcomer: Newcomer) -> Newcomer:
    """Return somebody with an account and money on it."""
    newcomer.sign_up()
    newcomer.open_first_account()
    newcomer.move("Deposit", amount="500", button="Deposit €500.00")
    return newcomer


def account_path(member: Newcomer) -> str:
    """Return the address of the member's only account."""
    member.page.goto("/accounts")
    link = member.page.locator('main a[href^="/accounts/0"]').first
    return str(link.get_attribute("href"))


def grouped(number: str) -> str:
    """Return an IBAN as people write it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def save_payee(member: Newcomer, payee, *, nickname: str) -> None:
    """Save a payee whose name is right."""
    member.page.goto("/payees/new")
    name = member.page.get_by_label("Name", exact=True)
    name.fill(payee.name)
    member.page.get_by_label("IBAN", exact=True).fill(grouped(payee.account["number"]))
    member.page.get_by_label("Nickname (optional)", exact=True).fill(nickname)
    member.press("Check the name")
    expect(member.page.get_by_role("heading", name="The name is right")).to_be_visible()
    member.press("Save payee")
    member.confirm_by_mail(beyond=SIGN_UP_CODES)
    member.sees_title("Payees")
    member.sees_notice(f"{nickname} is saved.")


def test_a_payee_is_saved_after_a_name_check_and_then_paid(member, payee, watch, page):
    page.goto("/payees/new")
    page.get_by_label("Name", exact=True).fill("Somebody Else")
    page.get_by_label("IBAN", exact=True).fill(payee.account["number"])
    member.press("Check the name")
    expect(page.get_by_role("heading", name="The name is not right")).to_be_visible()
    save_payee(member, payee, nickname="Landlord")

    page.get_by_role("link", name="Pay Landlord").click()
    expect(page.get_by_label("Payee", exact=True)).to_contain_text("Landlord")
    expect(page.get_by_text("This payee is new: €", exact=False)).to_be_visible()
    member.fill(Amount_in_EUR="20")
    member.press("Check answers")
    expect(page.get_by_role("main")).to_contain_text("Landlord, ")
    member.press("Send €20.00")
    member.sees_title("Transfer complete")
    assert [found["amount"] for found in payee.transactions()] == ["20.00"]

    page.goto("/payees")
    member.press("Rename Landlord")
    page.get_by_label(f"Nickname of {payee.name}", exact=True).fill("Old landlord")
    member.press("Save")
    expect(page.get_by_role("heading", name="Old landlord")).to_be_visible()
    member.press("Delete Old landlord")
    member.press("Delete")
    expect(page.get_by_text("No payees yet")).to_be_visible()
    assert watch.complaints == []


def test_a_standing_order_is_set_up_left_out_once_paused_and_resumed(member, payee, watch, page):
    page.goto("/standing-orders/new")
    page.get_by_role("radio", name="Someone else").check()
    first = datetime.now(tz=UTC).date() + timedelta(days=3)
    member.fill(
        IBAN=grouped(payee.account["number"]),
        Amount_in_EUR="40",
        First_date=first.isoformat(),
    )
    page.get_by_label("Note (optional)", exact=True).fill("Rent")
    member.press("Check answers")
    expect(page.get_by_role("main")).to_contain_text("Every month from")
    page.get_by_role("button", name="Set it up", exact=True).dblclick()
    member.sees_title("Rent")
    assert (
        len({post.headers["idempotency-key"] for post in watch.posts_to("/standing-orders")}) == 1
    )

    coming = page.get_by_role("region", name="Next payments").get_by_role("listitem")
    coming.first.get_by_role("button", name=re.compile("Leave out")).click()
    expect(coming.first).to_contain_text("Left out")
    expect(coming.nth(1)).not_to_contain_text("Left out")

    member.press("Pause")
    order = page.get_by_role("region", name="Standing order")
    expect(order.get_by_text("Paused", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Next payments")).to_have_count(0)
    page.goto("/standing-orders")
    page.get_by_role("main").get_by_role("link", name="Rent", exact=True).click()
    member.press("Resume")
    expect(order.get_by_text("Active", exact=True)).to_be_visible()

    member.press("Cancel this order")
    member.press("Cancel this order for good")
    expect(order.get_by_text("Cancelled", exact=True)).to_be_visible()
    assert watch.complaints == []


def test_an_account_gets_a_nickname_and_is_frozen_and_lifted(member, payee, watch, page):
    page.goto(account_path(member))
    member.follow("Manage this account")
    member.fill(Nickname="Household")
    member.choose(Statements="Every year")
    member.press("Save")
    member.sees_notice("Saved.")
    page.get_by_label("Why (optional)", exact=True).fill("Lost my phone")
    member.press("Freeze payments")
    expect(page.get_by_text("Lost my phone").first).to_be_visible()
    changes = page.get_by_role("region", name="What changed").get_by_role("listitem")
    expect(changes.filter(has_text="Payments frozen")).to_have_count(1)
    expect(changes.filter(has_text="Nickname: none, now Household")).to_have_count(1)

    page.get_by_role("link", name="Back to the account").click()
    member.sees_title("Household")
    expect(page.get_by_role("heading", name="Frozen by you")).to_be_visible()
    page.goto("/transfer")
    expect(page.get_by_label("From account", exact=True).get_by_role("option")).to_have_count(1)

    page.goto(account_path(member) + "/manage")
    member.press("Lift the freeze")
    expect(page.get_by_role("button", name="Freeze payments")).to_be_visible()
    page.goto("/transfer")
    expect(page.get_by_label("From account", exact=True).get_by_role("option")).to_have_count(2)
    assert watch.complaints == []


def test_an_address_changes_and_the_old_one_is_kept(member, watch, page):
    page.goto("/profile")
    member.follow("Addresses")
    for street in ("Old Lane 1", "New Street 2"):
        member.fill(Street_and_number=street, Postal_code="20095", Town_or_city="Hamburg")
        member.choose(Country="Germany")
        member.press("Save the address")
        now = page.get_by_role("region", name="Now").get_by_role("listitem")
        expect(now.filter(has_text=street)).to_be_visible()
    member.sees_notice("It is your address for home from today on.")
    page.get_by_text("Earlier addresses (1)").click()
    expect(page.get_by_text("Old Lane 1, 20095 Hamburg, Germany")).to_be_visible()

    page.goto("/profile/contact")
    page.get_by_label("Occupation (optional)", exact=True).fill("Gardener")
    member.press("Save")
    member.sees_title("Profile")
    expect(page.get_by_role("region", name="About you")).to_contain_text("Gardener")
    assert watch.complaints == []


def test_a_limit_is_lowered_at_once_and_stops_what_is_above_it(member, payee, watch, page):
    page.goto("/settings/limits")
    member.press("Change the limit: Each day, EUR")
    page.get_by_label("New limit, each day, in EUR", exact=True).fill("50")
    member.press("Save")
    expect(page.get_by_role("heading", name="Each day: up to €50.00")).to_be_visible()
    page.goto("/transfer")
    page.get_by_role("radio", name="Someone else").check()
    expect(page.get_by_text("You can pay €50.00 more to others today.")).to_be_visible()
    member.fill(IBAN=grouped(payee.account["number"]), Amount_in_EUR="60")
    member.press("Check answers")
    expect(page.get_by_role("alert")).to_contain_text("Amount must be €50.00 or less.")
    assert watch.complaints == []


def test_an_account_is_closed_and_what_is_left_moves_on(member, watch, page):
    address = account_path(member)
    page.goto("/accounts/open")
    page.get_by_role("radio", name="Everyday account").check()
    page.get_by_label("Nickname", exact=True).fill("Second")
    member.press("Open account")
    expect(page.get_by_text("Your account is open.")).to_be_visible()

    page.goto(address + "/close")
    expect(page.get_by_role("main")).to_contain_text("€500.00 is still in this account.")
    where = page.get_by_label("Where it goes", exact=True)
    where.select_option(index=1)
    page.get_by_role("checkbox", name=re.compile("Yes, close")).check()
    member.press("Close account")
    member.confirm_by_mail(beyond=SIGN_UP_CODES)
    member.sees_title("Account closed")
    page.goto("/accounts")
    expect(page.get_by_role("region", name="Current accounts")).to_contain_text("€500.00")
    member.follow("How closed accounts ended")
    member.sees_title("Closed accounts")
    expect(page.get_by_role("main")).to_contain_text("You asked for it.")
    expect(page.get_by_role("main")).to_contain_text("€500.00 went to")
    assert watch.complaints == []


def test_a_sign_in_leads_back_to_where_it_was_asked_for(member, page):
    # Somebody who is signed in is sent on at once.
    page.goto("/login?next=/settings/limits")
    member.sees_title("Limits")
    page.goto("/login?next=https://evil.example/")
    member.is_home()
