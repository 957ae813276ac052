"""Every way of signing in, and what people do about them, in a browser."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.authenticators import App, PasskeyDevice
from tests.journeys.browser.newcomer import Newcomer
from tests.journeys.client import PASSWORD, Person
from tests.journeys.waiting import wait_until

NEW_PASSWORD = "seven green umbrellas"


@pytest.fixture
def member(newcomer: Newcomer) -> Newcomer:
    newcomer.sign_up()
    return newcomer


@pytest.fixture
def other_device(member: Newcomer, bank) -> Person:
    """Sign the same person in somewhere else, without a browser."""
    with Person(
        base_url=bank.base_url, mail_dir=bank.mail_dir, email=member.email, password=PASSWORD
    ) as person:
        yield person.sign_in()


def is_signed_in(person: Person) -> bool:
    """Ask the bank whether the session of an app still lives."""
    headers = {"X-Session-Token": person.session_token}
    answer = person.http.get("/api/v1/auth/app/v1/auth/session", headers=headers)
    # 410: the session of that token is gone.
    assert answer.status_code in {200, 401, 410}
    return bool(answer.status_code == 200)


def set_up_app(member: Newcomer) -> App:
    """Enrol an authenticator app, ending at the recovery codes."""
    page = member.page
    page.goto("/settings/security")
    member.follow("Set up authenticator app")
    member.sees_title("Set up an authenticator app")
    expect(page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    app = App(page.locator(".secret code").inner_text())
    member.fill(Code_from_the_app=app.code())
    member.press("Turn it on")
    member.confirm_with_password()
    member.sees_title("Recovery codes")
    return app


def see_recovery_codes(page: Page) -> list[str]:
    """Show the codes and return them."""
    page.get_by_role("button", name="Show my codes", exact=True).click()
    codes = page.get_by_role("region", name="Your recovery codes").get_by_role("listitem")
    expect(codes.first).to_be_visible()
    return codes.all_inner_texts()


def add_passkey(member: Newcomer) -> PasskeyDevice:
    """Make a passkey on a device that the page can reach."""
    device = PasskeyDevice(member.page)
    member.page.goto("/settings/security")
    member.follow("Add a passkey")
    member.fill(Name="My laptop")
    member.press("Create the passkey")
    member.confirm_with_password()
    member.sees_title("Recovery codes")
    assert device.passkeys() == 1
    return device


def test_an_authenticator_app_is_set_up_and_then_signs_in(member, watch, page):
    app = set_up_app(member)
    member.sign_out()
    member.sign_in()
    member.sees_title("Enter the code of your app")
    member.fill(Code_from_the_app=app.code())
    member.press("Continue")
    member.is_home()
    assert watch.complaints == []


def test_a_recovery_code_signs_in_once(member, page):
    set_up_app(member)
    code, *_ = see_recovery_codes(page)
    for expected in ("taken", "refused"):
        member.sign_out()
        member.sign_in()
        member.press("Use a recovery code")
        member.fill(Recovery_code=code)
        member.press("Continue")
        if expected == "taken":
            member.is_home()
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")


def test_a_passkey_is_the_second_factor_and_signs_in_alone(member, watch, page):
    device = add_passkey(member)
    # Without a press nothing is answered, as with a finger that is not there.
    device.answers(yes=False)
    member.sign_out()
    member.sign_in()
    member.sees_title("Use your passkey")
    device.answers(yes=True)
    member.press("Use your passkey")
    member.is_home()

    device.answers(yes=False)
    member.sign_out()
    device.answers(yes=True)
    member.press("Sign in with a passkey")
    member.is_home()
    assert watch.complaints == []


def test_a_passkey_gets_another_name_and_is_removed(member, page):
    add_passkey(member)
    page.goto("/settings/security")
    member.press("Rename My laptop")
    page.get_by_label("Name of the passkey", exact=True).fill("Grey laptop")
    member.press("Save")
    expect(page.get_by_role("heading", name="Grey laptop")).to_be_visible()
    member.press("Remove Grey laptop")
    member.press("Remove")
    expect(page.get_by_role("heading", name="Grey laptop")).to_have_count(0)
    expect(page.get_by_text("Now we mail you a code each time.")).to_be_visible()


def test_a_forgotten_password_is_set_anew_by_a_code(member, page):
    member.sign_out()
    member.follow("Forgot your password?")
    page.get_by_label("E-mail", exact=True).fill(member.email)
    member.press("Send a code")
    member.sees_title("Set a new password")
    # The first code was that of the sign-up.
    code = member.mailbox.wait_for_code(member.email, beyond=1)
    member.fill(Code=code, New_password=NEW_PASSWORD)
    member.press("Set the new password")
    member.sees_title("Sign in")
    expect(page.get_by_role("main")).to_contain_text("every device was signed out")

    member.sign_in()
    expect(page.get_by_role("alert")).to_contain_text("The e-mail or the password is not right.")
    member.sign_in(password=NEW_PASSWORD)
    member.sees_title("Check your e-mail")
    member.enter_code(beyond=2)
    member.is_home()


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(member, other_device, page):
    page.goto("/settings/security/password")
    member.fill(Current_password="not my password", New_password=NEW_PASSWORD)
    member.press("Change the password")
    expect(page.get_by_role("alert")).to_contain_text("That is not your current password.")
    member.fill(Current_password=PASSWORD, New_password=NEW_PASSWORD)
    member.press("Change the password")
    member.sees_title("Security")
    expect(page.get_by_role("main")).to_contain_text("Every other device was signed out.")
    assert not is_signed_in(other_device)

    page.reload()
    member.sees_title("Security")


def test_another_device_is_signed_out_from_here(member, other_device, page):
    assert is_signed_in(other_device)
    page.goto("/settings/security")
    devices = page.get_by_role("region", name="Where you are signed in")
    expect(devices.get_by_role("listitem")).to_have_count(2)
    expect(devices.get_by_role("listitem").first).to_contain_text("This device")
    member.press("Sign out everywhere else")
    expect(devices.get_by_role("listitem")).to_have_count(1)
    assert not is_signed_in(other_device)


def test_an_email_changes_once_the_new_one_is_proven(member, page):
    old, new = member.email, f"{uuid.uuid4().hex[:12]}@journeys.example"
    page.goto("/settings/security/email")
    page.get_by_label("New e-mail", exact=True).fill(new)
    member.press("Send the code")
    member.confirm_with_password()
    expect(page.get_by_text(f"We sent it to {new}", exact=False)).to_be_visible()
    member.fill(Code=member.mailbox.wait_for_code(new))
    member.press("Use this address")
    member.sees_title("Security")
    expect(page.get_by_role("region", name="Sign-in details")).to_contain_text(new)
    # The old address hears of it; the mail may still be on its way.
    wait_until(
        lambda: "was changed" in member.mailbox.mails(old)[-1].subject, what="a notice to the old"
    )


def test_a_large_payment_is_confirmed_by_a_fresh_factor_for_exactly_that(
    member, payee, watch, page
):
    member.open_first_account()
    member.move("Deposit", amount="5000", button="Deposit €5,000.00")
    page.goto("/transfer")
    page.get_by_role("radio", name="Someone else").check()
    member.fill(IBAN=payee.account["number"], Amount_in_EUR="1500")
    member.press("Check answers")
    member.press("Send €1,500.00")
    dialog = page.get_by_role("dialog", name="Confirm it")
    # To whom a newcomer pays is a number; the name is shown in part.
    expect(dialog).to_contain_text(f"Pay 1500.00 EUR to R. R. ({payee.account['number']})")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Nothing has moved yet.")).to_be_visible()
    assert payee.transactions() == []

    member.press("Send €1,500.00")
    # One code for the sign-up, one for the question that was not answered.
    code = member.mailbox.wait_for_code(member.email, beyond=2)
    dialog.get_by_label("Code from the e-mail", exact=True).fill(code)
    dialog.get_by_role("button", name="Confirm", exact=True).click()
    member.sees_title("Transfer complete")
    member.sees_balance("€3,500.00")
    assert [found["amount"] for found in payee.transactions()] == ["1500.00"]
    assert len({post.headers["idempotency-key"] for post in watch.posts_to("/transfers")}) == 1


def test_what_happened_is_listed(member, page):
    page.goto("/settings/security/activity")
    events = page.get_by_role("region", name="Recent activity").get_by_role("listitem")
    expect(events.first).to_be_visible()
    expect(events.filter(has_text="Account created")).to_have_count(1)


def test_nobody_there_is_warned_and_then_signed_out(member, page):
    page.clock.install()
    page.goto("/settings/security")
    member.sees_title("Security")
    page.clock.fast_forward("04:05")
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_have_count(0)

    page.clock.fast_forward("04:05")
    expect(warning).to_be_visible()
    page.clock.fast_forward("01:00")
    member.sees_title("Sign in")
    expect(page.get_by_role("main")).to_contain_text("nothing had happened for a while")
