"""The browser's refresh token, and how long a session lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from services.auth import queries
from services.auth.models import RefreshUse, SignInEvent
from services.auth.tests.conftest import PASSWORD
from services.auth.tests.test_auth_codes import at_once
from services.auth.tests.test_auth_factors import enrol_totp, totp_code

EMAIL = "ada@example.org"
PATH = "/api/v1/auth/refresh"


def refresh(client, **headers: str):
    return client.send("POST", PATH, **headers)


def cookie_of(client) -> str:
    return client.http.cookies["bank_refresh"].value


@pytest.fixture
def browser(signed_in):
    client, _ = signed_in("browser")
    assert client.mint().status_code == 200
    return client


@pytest.fixture
def later(monkeypatch):
    """Return a function that moves the clock of the commands and queries that are called."""
    real = timezone.now

    def move(**step: float) -> None:
        delta = timedelta(**step)
        monkeypatch.setattr(timezone, "now", lambda: real() + delta)

    return move


@pytest.mark.django_db
class TestCookie:
    def test_is_closed_to_scripts_other_sites_and_other_paths(self, browser):
        cookie = browser.http.cookies["bank_refresh"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == PATH
        assert not cookie["secure"]

    def test_travels_by_https_only_where_there_is_https(self, signed_in, settings):
        settings.HTTPS = True
        client, _ = signed_in("browser")
        client.mint()
        assert client.http.cookies["bank_refresh"]["secure"]

    def test_is_no_answer_that_a_script_could_read(self, signed_in):
        client, _ = signed_in("browser")
        minted = client.mint()
        assert cookie_of(client) not in minted.content.decode()
        assert cookie_of(client) not in refresh(client).content.decode()


@pytest.mark.django_db
class TestRefreshing:
    def test_gives_an_access_token_and_the_next_cookie(self, browser):
        before = cookie_of(browser)
        answer = refresh(browser)
        assert answer.status_code == 200
        body = answer.json()
        assert set(body) == {"access_token", "expires_in", "idle_seconds", "session_expires_at"}
        assert cookie_of(browser) != before
        assert refresh(browser).status_code == 200
        me = {"Authorization": f"Bearer {body['access_token']}"}
        assert Client().get("/api/v1/auth/me", headers=me).status_code == 200

    def test_needs_the_cookie_and_the_csrf_token(self, browser, visitor):
        assert refresh(visitor("browser")).status_code == 401
        answer = refresh(browser, **{"X-CSRFToken": "x" * 32})
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site_request")
        assert refresh(browser).status_code == 200

    def test_that_is_repeated_at_once_fails_and_ends_nothing(self, browser):
        used = cookie_of(browser)
        assert refresh(browser).status_code == 200
        fresh = cookie_of(browser)
        browser.http.cookies["bank_refresh"] = used
        answer = refresh(browser)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert "bank_refresh" not in answer.cookies
        browser.http.cookies["bank_refresh"] = fresh
        assert refresh(browser).status_code == 200

    def test_that_is_repeated_later_ends_the_session(self, browser):
        stolen = cookie_of(browser)
        assert refresh(browser).status_code == 200
        RefreshUse.objects.update(used_at=timezone.now() - timedelta(seconds=11))
        thief = Client(enforce_csrf_checks=True)
        thief.cookies["csrftoken"] = browser.csrf()
        thief.cookies["bank_refresh"] = stolen
        answer = thief.post(PATH, headers={"X-CSRFToken": browser.csrf()})
        assert answer.status_code == 401
        assert refresh(browser).status_code == 401
        assert browser.mint().status_code == 401
        assert not Session.objects.exists()
        assert SignInEvent.objects.filter(event="token_reused", result="locked").count() == 1

    @pytest.mark.parametrize("end", ["sign out", "deactivate", "revoke", "password", "role"])
    def test_ends_with_what_ends_the_session(self, browser, visitor, mailbox, end):
        from services.auth.models import User

        if end == "sign out":
            browser.call("DELETE", "auth/session")
        elif end == "deactivate":
            User.objects.update(is_active=False)
        else:
            other = visitor()
            other.give_password(EMAIL)
            other.give_code(mailbox.code(EMAIL))
            if end == "revoke":
                listed = other.call("GET", "auth/sessions").json()["data"]
                ids = [session["id"] for session in listed if not session["is_current"]]
                assert other.call("DELETE", "auth/sessions", {"sessions": ids}).status_code == 200
                assert SignInEvent.objects.filter(event="session_revoked").count() == 1
            elif end == "password":
                body = {"current_password": PASSWORD, "new_password": "another good phrase"}
                assert other.call("POST", "account/password/change", body).status_code == 200
                assert "password was changed" in mailbox.to(EMAIL)[-1].subject
                assert other.mint().status_code == 200
            else:
                User.objects.get().groups.clear()
                token = refresh(browser).json()["access_token"]
                assert jwt.decode(token, options={"verify_signature": False})["roles"] == []
                return
        assert refresh(browser).status_code == 401

    def test_survives_the_loss_of_the_cache(self, browser):
        from django.core.cache import cache

        used = cookie_of(browser)
        assert refresh(browser).status_code == 200
        cache.clear()
        assert refresh(browser).status_code == 200
        browser.http.cookies["bank_refresh"] = used
        assert refresh(browser).status_code == 401


@pytest.mark.django_db
class TestLifeOfASession:
    def test_is_told_with_each_token(self, browser):
        for answer in (browser.mint(), refresh(browser)):
            body = answer.json()
            assert body["idle_seconds"] == 300
            left = datetime.fromisoformat(body["session_expires_at"]) - datetime.now(tz=UTC)
            assert timedelta(hours=11, minutes=59) < left < timedelta(hours=12)

    def test_ends_when_nobody_asks_for_a_token(self, browser, later):
        later(seconds=599)
        assert refresh(browser).status_code == 200
        later(seconds=599 + 601)
        assert refresh(browser).status_code == 401
        assert browser.mint().status_code == 401
        assert browser.call("GET", "auth/session").status_code == 401

    def test_is_not_made_longer_by_looking(self, browser, later):
        for seconds in (200, 400, 590):
            later(seconds=seconds)
            assert browser.call("GET", "auth/session").status_code == 200
        later(seconds=601)
        assert browser.call("GET", "auth/session").status_code == 401

    def test_ends_for_the_app_too(self, signed_in, later):
        client, _ = signed_in("app")
        assert client.call("GET", "auth/session").status_code == 200
        later(seconds=601)
        assert client.mint().status_code == 401
        assert client.call("GET", "auth/session").status_code in {401, 410}

    @pytest.mark.parametrize(("minutes", "status"), [(719, 200), (721, 401)])
    def test_ends_after_twelve_hours_whatever_happens(self, browser, minutes, status):
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore(session_key=browser.http.cookies["bank_session"].value)
        # It began earlier, and has just been used.
        for name in ("started_at", "ends_at"):
            session["bank_life"][name] -= minutes * 60
        session.modified = True
        session.save()
        assert refresh(browser).status_code == status
        assert browser.mint().status_code == status

    def test_of_staff_is_fifteen_minutes_and_eight_hours(self, signed_in, visitor, later):
        first, answer = signed_in(roles=("teller", "customer"))
        assert answer.json()["meta"]["idle_seconds"] == 300
        secret = enrol_totp(first)
        client = visitor("browser")
        client.give_password(EMAIL)
        code = {"code": totp_code(secret)}
        assert client.call("POST", "auth/2fa/authenticate", code).status_code == 200
        body = client.mint().json()
        assert body["idle_seconds"] == 900
        left = datetime.fromisoformat(body["session_expires_at"]) - datetime.now(tz=UTC)
        assert timedelta(hours=7, minutes=59) < left < timedelta(hours=8)
        later(seconds=900 + 299)
        assert refresh(client).status_code == 200
        later(hours=8, seconds=1)
        assert refresh(client).status_code == 401

    def test_that_was_never_begun_is_over(self):
        from django.contrib.sessions.backends.db import SessionStore

        assert queries.is_session_over(SessionStore(), now=timezone.now())


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_five_refreshes_at_once_one_wins_and_the_session_lives(signed_in):
    client, _ = signed_in("browser")
    client.mint()
    token, csrf = cookie_of(client), client.csrf()

    def use(_: int):
        tab = Client(enforce_csrf_checks=True)
        tab.cookies["csrftoken"] = csrf
        tab.cookies["bank_refresh"] = token
        return tab.post(PATH, headers={"X-CSRFToken": csrf})

    answers = at_once(5, use)
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]
    winner = next(answer for answer in answers if answer.status_code == 200)
    client.http.cookies["bank_refresh"] = winner.cookies["bank_refresh"].value
    assert refresh(client).status_code == 200
