"""Somebody at the browser, for every journey."""

from __future__ import annotations

import uuid

from playwright.sync_api import Page, expect

from tests.journeys.client import PASSWORD, Mailbox


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

    def sign_in(self, *, password: str = PASSWORD) -> None:
        """Give the password; what comes next depends on the person."""
        self.page.goto("/login")
        self.page.get_by_label("E-mail", exact=True).fill(self.email)
        self.fill(Password=password)
        self.press("Sign in")

    def sign_out(self) -> None:
        """Leave."""
        self.press("Sign out")
        self.sees_title("Sign in")

    def is_home(self) -> None:
        """See that the bank is open."""
        self.sees_title("Hello, Nora")

    def confirm_by_mail(self, *, beyond: int) -> None:
        """Answer the dialog that shows what will be approved, with the newest mailed code."""
        dialog = self.page.get_by_role("dialog", name="Confirm it")
        expect(dialog.get_by_label("Code from the e-mail", exact=True)).to_be_visible()
        code = self.mailbox.wait_for_code(self.email, beyond=beyond)
        dialog.get_by_label("Code from the e-mail", exact=True).fill(code)
        dialog.get_by_role("button", name="Confirm", exact=True).click()
        expect(dialog).to_have_count(0)

    def choose(self, **choices: str) -> None:
        """Choose in select fields, each named by its label."""
        for label, choice in choices.items():
            field = self.page.get_by_label(label.replace("_", " "), exact=True)
            field.select_option(label=choice)

    def sees_notice(self, words: str) -> None:
        """See that the page says what was done."""
        expect(self.page.get_by_role("status").filter(has_text=words).first).to_be_visible()

    def confirm_with_password(self) -> None:
        """Answer the dialog that asks who it is."""
        dialog = self.page.get_by_role("dialog", name="Confirm that it is you")
        dialog.get_by_label("Your password", exact=True).fill(PASSWORD)
        dialog.get_by_role("button", name="Confirm", exact=True).click()
        expect(dialog).to_have_count(0)
