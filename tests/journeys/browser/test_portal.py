"""The main job, done in a browser by somebody who never saw the bank before."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.client import PASSWORD


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
