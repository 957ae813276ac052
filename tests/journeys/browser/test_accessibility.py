"""Every page of a customer, looked at by a machine: both themes, and as narrow as 320 pixels."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from config.run.portal import FRONTEND
from tests.journeys.browser.newcomer import Newcomer

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Where to keep what was seen, for people to look at; nowhere unless it is set.
PICTURES = os.environ.get("PICTURES", "")
THEMES = ("light", "dark")
NARROW = 320


@pytest.fixture
def pages(newcomer: Newcomer, payee) -> list[str]:
    """Return the addresses of all pages, for somebody who has one of everything."""
    newcomer.sign_up()
    newcomer.open_first_account()
    account = "/accounts/" + newcomer.page.url.rsplit("/", 1)[-1]
    newcomer.move("Deposit", amount="500", button="Deposit €500.00")
    newcomer.page.goto("/standing-orders/new")
    newcomer.page.get_by_role("radio", name="Someone else").check()
    newcomer.fill(IBAN=payee.account["number"], Amount_in_EUR="40", First_date="2099-01-31")
    newcomer.press("Check answers")
    newcomer.press("Set it up")
    newcomer.sees_title("R. R.")
    order = "/standing-orders/" + newcomer.page.url.rsplit("/", 1)[-1]
    newcomer.page.goto("/payees/new")
    newcomer.page.get_by_label("Name", exact=True).fill(payee.name)
    newcomer.page.get_by_label("IBAN", exact=True).fill(payee.account["number"])
    newcomer.press("Check the name")
    newcomer.press("Save payee")
    newcomer.confirm_by_mail(beyond=1)
    newcomer.sees_title("Payees")
    return [
        "/",
        "/accounts",
        account,
        f"{account}/manage",
        f"{account}/close",
        f"{account}/balance",
        f"{account}/holds",
        f"{account}/interest",
        f"{account}/interest/days",
        "/accounts/closed",
        "/accounts/compare",
        "/accounts/open",
        "/rates",
        "/transactions",
        "/transactions/declined",
        "/seals",
        "/statements",
        "/statements/check",
        "/notifications",
        "/pay",
        "/batches",
        "/transfer",
        "/payees",
        "/payees/new",
        "/standing-orders",
        "/standing-orders/new",
        order,
        "/profile",
        "/profile/contact",
        "/profile/addresses",
        "/profile/documents",
        "/profile/data",
        "/settings/limits",
        "/settings/notifications",
        "/settings/webhooks",
        "/settings/security",
    ]


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on the page, a line for each element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def settled(page: Page, address: str) -> None:
    """Open a page and wait until nothing loads any more."""
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")


def keep_picture(page: Page, *parts: str) -> None:
    """Keep what the page looks like, if somebody wants to look."""
    if PICTURES:
        name = "-".join(part.strip("/").replace("/", "_")[:40] or "home" for part in parts)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_no_page_has_what_a_machine_can_find_wrong(pages, page):
    wrong = []
    for theme in THEMES:
        page.evaluate("theme => localStorage.setItem('bank.theme', theme)", theme)
        for address in pages:
            settled(page, address)
            keep_picture(page, address, theme)
            wrong += [f"{theme} {address} {violation}" for violation in violations(page)]
    assert wrong == []


def test_no_page_is_wider_than_a_small_phone(pages, page):
    page.set_viewport_size({"width": NARROW, "height": 640})
    wide = []
    for address in pages:
        settled(page, address)
        keep_picture(page, address, "narrow")
        width = page.evaluate("() => document.documentElement.scrollWidth")
        if width > NARROW:
            wide.append(f"{address}: {width}")
    assert wide == []
