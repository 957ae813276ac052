"""The embedded bank's web site: the portal at every path, and the demo's mailbox."""

from __future__ import annotations

import runpy
import sys
from datetime import datetime
from types import ModuleType

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from config.environment import ROOT
from config.site import views


@pytest.fixture
def site(settings, monkeypatch, tmp_path):
    """The URLs of an embedded bank, with a portal and an empty mailbox."""
    settings.EMBEDDED = True
    settings.MAIL_DIR = str(tmp_path / "mail")
    (tmp_path / "mail").mkdir()
    portal = tmp_path / "portal"
    portal.mkdir()
    (portal / "index.html").write_text("<!doctype html><title>Portal</title>", encoding="utf-8")
    monkeypatch.setattr(views, "PORTAL", portal)
    urls = ModuleType("embedded_urls")
    urls.__dict__.update(runpy.run_path(str(ROOT / "config" / "urls.py")))
    monkeypatch.setitem(sys.modules, "embedded_urls", urls)
    settings.ROOT_URLCONF = "embedded_urls"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return tmp_path


@pytest.fixture
def send(site):
    """Return a function that mails as the bank does: into files."""
    backend = "django.core.mail.backends.filebased.EmailBackend"

    def mail(subject, body, *, to="ada@example.org", html=""):
        connection = get_connection(backend, file_path=str(site / "mail"))
        message = EmailMultiAlternatives(subject, body, "bank@bank.example", [to])
        message.connection = connection
        if html:
            message.attach_alternative(html, "text/html")
        message.send()

    return mail


class TestPortal:
    @pytest.mark.parametrize("path", ["/", "/login", "/accounts/01a1/transactions", "/join/verify"])
    def test_is_at_every_path_that_nothing_else_serves(self, site, path):
        answer = Client().get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (
            200,
            "text/html; charset=utf-8",
        )
        assert b"Portal" in answer.content
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "path", ["/api/v1/nothing", "/static/nothing.js", "/assets/gone.js", "/.well-known/nothing"]
    )
    def test_is_not_where_a_program_asks(self, site, path):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert b"Portal" not in answer.content

    def test_says_so_while_it_is_not_built(self, site):
        (site / "portal" / "index.html").unlink()
        answer = Client().get("/")
        assert answer.status_code == 503
        assert b"make portal" in answer.content

    def test_is_only_of_the_embedded_bank(self):
        assert Client().get("/").status_code == 404
        assert Client().get("/demo/mailbox").status_code == 404
        assert Client().get("/demo/mailbox.json").status_code == 404


class TestMailbox:
    def test_lists_the_newest_first_with_their_codes(self, send):
        send("Your code", "Hello,\n\n123456\n\nBye", html="<b>123456</b>")
        send("Grüße – 50 €", "No code: 1234567, 12345.", to="ben@example.org")
        found = Client().get("/demo/mailbox.json").json()["results"]
        assert [(mail["to"], mail["subject"], mail["code"]) for mail in found] == sorted(
            [
                ("ben@example.org", "Grüße – 50 €", None),
                ("ada@example.org", "Your code", "123456"),
            ],
            key=lambda mail: mail[0] != found[0]["to"],
        )
        first = next(mail for mail in found if mail["code"])
        assert set(first) == {"to", "subject", "body", "sent_at", "code"}
        assert first["body"] == "Hello,\n\n123456\n\nBye"
        assert datetime.fromisoformat(first["sent_at"]).year > 2000

    def test_says_when_in_utc(self, send):
        send("Your code", "123456")
        (mail,) = Client().get("/demo/mailbox.json").json()["results"]
        assert datetime.fromisoformat(mail["sent_at"]).tzinfo is not None

    def test_sorts_by_the_time_of_sending(self, site):
        for number in (1, 3, 2):
            text = f"To: a@example.org\nSubject: {number}\nDate: Sat, 21 Nov 2026 10:00:0{number} -0000\n\nx\n"  # noqa: E501
            (site / "mail" / f"{number}.log").write_text(f"{text}{'-' * 79}\n", encoding="utf-8")
        found = Client().get("/demo/mailbox.json").json()["results"]
        assert [mail["subject"] for mail in found] == ["3", "2", "1"]

    def test_shows_fifty_at_most(self, site):
        text = "To: a@example.org\nSubject: x\nDate: Sat, 21 Nov 2026 10:00:00 -0000\n\nx\n"
        for number in range(60):
            (site / "mail" / f"{number}.log").write_text(f"{text}{'-' * 79}\n", encoding="utf-8")
        assert len(Client().get("/demo/mailbox.json").json()["results"]) == 50

    def test_has_a_page_that_shows_mails_as_text(self, send, settings):
        send("<script>alert(1)</script>", "Code 654321 <img src=x>")
        answer = Client().get("/demo/mailbox")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "654321" in page
        assert settings.BANK_NAME in page
        assert "<script>" not in page
        assert "&lt;img src=x&gt;" in page

    def test_is_empty_before_anything_was_sent(self, site, settings):
        assert Client().get("/demo/mailbox.json").json() == {"results": []}
        assert "No mail yet" in Client().get("/demo/mailbox").content.decode()
        settings.MAIL_DIR = ""
        assert Client().get("/demo/mailbox.json").json() == {"results": []}
