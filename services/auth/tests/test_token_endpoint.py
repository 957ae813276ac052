from __future__ import annotations

import pytest

from services.auth.models import User
from services.auth.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


class TestMinting:
    def test_gives_the_browser_an_access_token_only(self, signed_in):
        client, answer = signed_in("browser")
        assert "access_token" not in answer.json()["meta"]
        minted = client.mint()
        assert minted.status_code == 200
        assert set(minted.json()) == {"access_token", "expires_in"}
        assert minted.json()["expires_in"] == 300
        assert minted.headers["Cache-Control"] == "no-store"

    def test_gives_the_app_a_refresh_token_that_works(self, signed_in):
        client, _ = signed_in("app")
        minted = client.mint()
        assert minted.status_code == 200
        assert client.refresh(minted.json()["refresh_token"]).status_code == 200

    def test_works_after_a_password_change_ended_the_old_tokens(self, signed_in, either):
        client, answer = signed_in(either.kind)
        body = {"current_password": PASSWORD, "new_password": "another good phrase"}
        assert client.call("POST", "account/password/change", body).status_code == 200
        if either.kind == "app":
            assert client.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400
        assert client.mint().status_code == 200

    def test_refuses_strangers(self, either):
        answer = either.mint()
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_authenticated"

    @pytest.mark.parametrize("token", ["", "x" * 32])
    def test_refuses_without_the_csrf_token(self, signed_in, token):
        client, _ = signed_in("browser")
        answer = client.mint(**{"X-CSRFToken": token})
        assert answer.status_code == 403
        assert answer.json()["code"] == "cross_site_request"

    def test_refuses_an_unknown_session_token(self, visitor):
        assert visitor().mint(**{"X-Session-Token": "x" * 32}).status_code == 401

    def test_refuses_a_deactivated_person(self, signed_in, either):
        client, _ = signed_in(either.kind)
        User.objects.update(is_active=False)
        assert client.mint().status_code == 401


class TestMe:
    def test_tells_the_person(self, signed_in, client):
        _, answer = signed_in("app", roles=("teller", "customer"))
        header = f"Bearer {answer.json()['meta']['access_token']}"
        me = client.get("/api/v1/auth/me", headers={"Authorization": header})
        assert me.status_code == 200
        assert me.json() == {
            "id": str(User.objects.get().id),
            "email": "ada@example.org",
            "phone": "+4930901820",
            "date_of_birth": "1990-05-17",
            "roles": ["customer", "teller"],
        }

    def test_refuses_strangers_and_the_session_cookie_alone(self, signed_in, client):
        browser, _ = signed_in("browser")
        assert browser.http.get("/api/v1/auth/me").status_code == 401
        assert client.get("/api/v1/auth/me").status_code == 401

    def test_refuses_a_deactivated_person(self, signed_in, client):
        _, answer = signed_in("app")
        User.objects.update(is_active=False)
        header = f"Bearer {answer.json()['meta']['access_token']}"
        me = client.get("/api/v1/auth/me", headers={"Authorization": header})
        assert me.status_code == 401
