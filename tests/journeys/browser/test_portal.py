"""The main job, done in a browser by somebody who never saw the bank before."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.client import PASSWORD, Mailbox
from tests.journeys.customer import Customer


class Newcomer:
    """Somebody at the browser; sees what is on the page and reads mails."""

    def __init__(self, page: Page, mailbox: Mailbox) -> None:
        """Sit down."""
        self.page = page
        self.mailbox = mailbox
        self.email = f"{uuid.uuid4().hex[:12]}@journeys.example"

    def fill(self, **answers: str) -> None:
        """Fill fields, each named by its label."""
        for label, answer in answers.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(answer)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link of the page's main part."""
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    def sees_title(self, title: str) -> None:
        """Wait for a page's title."""
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def enter_code(self, *, beyond: int) -> None:
        """Read the mailed code and enter it."""
        code = self.mailbox.wait_for_code(self.email, beyond=beyond)
        self.fill(Code=code)
        self.press("Continue")

    def sign_up(self) -> None:
        """Become a user and a customer."""
        self.page.goto("/join")
        self.page.get_by_label("E-mail", exact=True).fill(self.email)
        self.fill(Password=PASSWORD, Phone="+49 30 901820", Date_of_birth="1990-05-17")
        self.press("Create account")
        self.page.wait_for_url("**/join/verify")
        self.enter_code(beyond=0)
        self.fill(Given_name="Nora", Family_name="Newcomer")
        self.press("Continue")
        self.sees_title("Hello, Nora")

    def open_first_account(self) -> None:
        """Open an everyday account; the page is then the account's."""
        self.follow("Open your first account")
        self.page.get_by_role("radio", name="Everyday account").check()
        self.press("Open account")
        expect(self.page.get_by_text("Your account is open.")).to_be_visible()

    def move(self, what: str, *, amount: str, button: str) -> None:
        """Deposit or withdraw, starting on the account's page."""
        self.follow(what)
        self.fill(Amount_in_EUR=amount)
        self.press("Check answers")
        self.press(button)
        self.sees_title(f"{what} complete")

    def sees_balance(self, balance: str) -> None:
        """See the new balance on the confirmation."""
        region = self.page.get_by_role("region", name="New balances")
        expect(region.locator("strong")).to_have_text(balance)

    def back_to_account(self, address: str) -> None:
        """Go back to the account without loading the page anew."""
        self.page.get_by_role("link", name="Home", exact=True).click()
        self.sees_title("Hello, Nora")
        self.page.locator(f'main a[href="{address}"]').first.click()
        self.page.wait_for_url(f"**{address}")


@pytest.fixture
def newcomer(page, bank) -> Newcomer:
    return Newcomer(page, Mailbox(bank.mail_dir))


@pytest.fixture
def payee(customer) -> Customer:
    return customer(given_name="Rolf", family_name="Receiver")


def test_a_newcomer_signs_up_moves_money_and_signs_in_again(newcomer, payee, watch, page):
    newcomer.sign_up()
    newcomer.open_first_account()
    account = re.sub(r"^.*(/accounts/[0-9a-f-]{36}).*$", r"\1", page.url)

    newcomer.move("Deposit", amount="1500.50", button="Deposit €1,500.50")
    newcomer.sees_balance("€1,500.50")
    newcomer.back_to_account(account)
    newcomer.move("Withdraw", amount="100", button="Withdraw €100.00")
    newcomer.sees_balance("€1,400.50")
    newcomer.back_to_account(account)

    newcomer.follow("Transfer")
    page.get_by_role("radio", name="Someone else").check()
    number = payee.account["number"]
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    newcomer.fill(IBAN=grouped, Amount_in_EUR="25")
    page.get_by_label("Note (optional)", exact=True).fill("For the theatre 🎭")
    newcomer.press("Check answers")
    # Twice, as nervous fingers do. It is posted once.
    page.get_by_role("button", name="Send €25.00", exact=True).dblclick()
    newcomer.sees_title("Transfer complete")
    newcomer.sees_balance("€1,375.50")
    assert len(watch.posts_to("/transfers")) == 1
    assert [found["amount"] for found in payee.transactions()] == ["25.00"]

    newcomer.back_to_account(account)
    history = page.get_by_role("region", name="Transactions").get_by_role("listitem")
    expect(history.filter(has_text="Rolf Receiver")).to_contain_text("For the theatre 🎭")
    expect(history.filter(has_text="1,400.50")).to_have_count(1)
    expect(history.filter(has_text="1,500.50").first).to_be_visible()

    newcomer.press("Sign out")
    newcomer.sees_title("Sign in")
    page.goto(account)
    newcomer.sees_title("Sign in")
    page.get_by_label("E-mail", exact=True).fill(newcomer.email)
    newcomer.fill(Password=PASSWORD)
    newcomer.press("Sign in")
    page.wait_for_url("**/login/code")
    newcomer.enter_code(beyond=1)
    page.get_by_role("button", name="Sign out", exact=True).wait_for()
    page.goto(account)
    expect(page.get_by_role("main")).to_contain_text("€1,375.50")
    assert watch.complaints == []


def test_a_reload_keeps_who_is_signed_in_and_no_secret_is_kept_by_scripts(newcomer, watch, page):
    newcomer.sign_up()
    page.reload()
    newcomer.sees_title("Hello, Nora")
    kept = page.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    # A token has three parts of base64; the session's cookie is hidden from scripts.
    assert not re.search(r"eyJ[\w-]+\.", kept)
    assert "bank_session" not in kept
    assert watch.complaints == []


def test_a_script_that_the_policy_stops_is_noticed(watch, page):
    page.goto("/login")
    page.get_by_label("E-mail", exact=True).wait_for()
    assert watch.complaints == []
    page.evaluate(
        """() => {
          const script = document.createElement('script')
          script.textContent = 'window.stolen = true'
          document.body.append(script)
        }"""
    )
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    assert page.evaluate("() => window.stolen") is None
    assert any("script-src" in complaint for complaint in watch.complaints)
