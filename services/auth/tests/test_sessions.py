from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from services.auth.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


class TestForgottenPassword:
    def test_is_replaced_by_code_and_ends_every_session(self, signed_in, visitor, mailbox, pending):
        client, answer = signed_in()
        other = visitor()
        other.call("POST", "auth/password/request", {"email": EMAIL})
        body = {"key": mailbox.code(EMAIL), "password": "another good phrase"}
        assert other.call("POST", "auth/password/reset", body).status_code == 401
        assert client.mint().status_code == 401
        assert client.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400
        assert other.give_password(EMAIL).status_code == 400
        assert pending(other.give_password(EMAIL, "another good phrase")) == "login_by_code"


class TestCookies:
    def test_are_closed_to_scripts_and_to_other_sites(self, signed_in):
        client, _ = signed_in("browser")
        cookie = client.http.cookies["bank_session"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert cookie["max-age"] == ""

    def test_travel_by_https_only_where_there_is_https(self, signed_in, settings):
        settings.SESSION_COOKIE_SECURE = True
        client, _ = signed_in("browser")
        assert client.http.cookies["bank_session"]["secure"]

    def test_change_at_sign_in(self, visitor, person, mailbox):
        person()
        client = visitor("browser")
        client.give_password(EMAIL)
        before = client.http.cookies["bank_session"].value
        client.give_code(mailbox.code(EMAIL))
        assert client.http.cookies["bank_session"].value != before
        assert not Session.objects.filter(pk=before).exists()

    def test_do_nothing_without_the_csrf_token(self, person):
        person()
        body = {"email": EMAIL, "password": PASSWORD}
        answer = Client(enforce_csrf_checks=True).post(
            "/api/v1/auth/browser/v1/auth/login", body, content_type="application/json"
        )
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "cross_site_request"
