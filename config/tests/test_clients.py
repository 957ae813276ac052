"""The commands that let programs and the first administrators in say what is needed, once."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db
HOME = "https://grafana.example/login/generic_oauth"
SECRET = "a-secret-of-grafana-that-is-long-enough"


@pytest.fixture(autouse=True)
def _no_secret(monkeypatch):
    monkeypatch.delenv("OIDC_CLIENT_SECRET", raising=False)


def run(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out.splitlines()


class TestRegisterOidcClient:
    def test_prints_a_made_secret_once(self, capsys):
        from allauth.idp.oidc.models import Client

        arguments = ("register_oidc_client", "grafana", "--redirect-uri", HOME)
        first = run(capsys, *arguments)
        assert first[0] == "client id: grafana"
        assert Client.objects.get().check_secret(first[1].rpartition(" ")[2])
        assert run(capsys, *arguments, "--redirect-uri", "https://b.example/") == first[:1]
        assert Client.objects.get().get_redirect_uris() == [HOME, "https://b.example/"]

    def test_takes_the_secret_from_the_environment(self, capsys, monkeypatch):
        from allauth.idp.oidc.models import Client

        for secret in ("first-" + "x" * 40, SECRET):
            monkeypatch.setenv("OIDC_CLIENT_SECRET", secret)
            lines = run(capsys, "register_oidc_client", "grafana", "--redirect-uri", HOME)
            assert lines == ["client id: grafana"]
            assert Client.objects.get().check_secret(secret)

    def test_says_what_is_wrong(self):
        with pytest.raises(CommandError, match="address"):
            call_command("register_oidc_client", "grafana", "--redirect-uri", "x")


class TestRegisterService:
    def test_keeps_its_id(self, capsys):
        first = run(capsys, "register_service", "rollout")
        assert len(first) == 2
        assert run(capsys, "register_service", "rollout") == first[:1]

    def test_says_what_is_wrong(self, monkeypatch):
        monkeypatch.setenv("OIDC_CLIENT_SECRET", "short")
        with pytest.raises(CommandError, match="characters"):
            call_command("register_service", "rollout")


class TestCreateAdministrator:
    EMAIL = "First@example.org"

    def accept(self, link):
        from django.test import Client

        body = {
            "token": link.partition("#")[2],
            "password": "correct horse battery",
            "phone": "+4930901820",
            "date_of_birth": "1990-05-17",
        }
        return Client().post(
            "/api/v1/auth/invitations/accept", body, content_type="application/json"
        )

    def test_prints_a_link_that_makes_one(self, capsys):
        lines = run(capsys, "create_administrator", self.EMAIL)
        answer = self.accept(lines[1])
        assert answer.status_code == 201, answer.content
        assert answer.json()["needs_authenticator"] is True
        person = get_user_model().objects.get(email="first@example.org")
        assert [group.name for group in person.groups.all()] == ["administrator"]

    def test_ends_an_earlier_link(self, capsys):
        first = run(capsys, "create_administrator", self.EMAIL)
        second = run(capsys, "create_administrator", self.EMAIL)
        assert self.accept(first[1]).status_code == 404
        assert self.accept(second[1]).status_code == 201

    def test_changes_nobody_who_is_there(self, capsys):
        lines = run(capsys, "create_administrator", self.EMAIL)
        self.accept(lines[1])
        with pytest.raises(CommandError):
            call_command("create_administrator", self.EMAIL)
        with pytest.raises(CommandError, match="address"):
            call_command("create_administrator", "nobody")
