"""Where the bank's address is https, nothing travels without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from config.environment import ROOT

PROGRAM = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/healthz", headers={"Host": "bank.example"}, **%s)
print(json.dumps({
    "session": settings.SESSION_COOKIE_SECURE,
    "csrf": settings.CSRF_COOKIE_SECURE,
    "refresh": settings.HTTPS,
    "scripts": settings.SESSION_COOKIE_HTTPONLY,
    "sites": [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE],
    "status": answer.status_code,
    "headers": {name.lower(): value for name, value in answer.headers.items()},
}))
"""
BEHIND_A_PROXY = '{"HTTP_X_FORWARDED_PROTO": "https"}'


def ask(*, url: str, extra: str = "{}", proxies: str = "0"):
    """Return the settings and an answer of a process that was started with this address."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SERVICE": "all",
        "PUBLIC_URL": url,
        "ALLOWED_HOSTS": "bank.example",
        "TRUSTED_PROXY_COUNT": proxies,
        "DATABASE_URL": "sqlite://",
    }
    done = subprocess.run(  # noqa: S603  (this very Python)
        [sys.executable, "-c", PROGRAM % extra],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def secured():
    return ask(url="https://bank.example", extra=BEHIND_A_PROXY, proxies="1")


class TestHttps:
    def test_keeps_cookies_off_plain_connections(self, secured):
        assert (secured["session"], secured["csrf"], secured["refresh"]) == (True, True, True)
        assert secured["scripts"] is True
        assert secured["sites"] == ["Strict", "Strict"]

    def test_tells_browsers_to_come_by_it_for_a_year(self, secured):
        assert secured["headers"]["strict-transport-security"] == "max-age=31536000"

    def test_forbids_frames_and_other_sites(self, secured):
        headers = secured["headers"]
        assert secured["status"] == 200
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]

    def test_is_not_believed_of_a_request_without_a_trusted_proxy(self):
        plain = ask(url="https://bank.example", extra=BEHIND_A_PROXY)
        assert "strict-transport-security" not in plain["headers"]

    def test_is_not_asked_for_on_a_laptop(self):
        plain = ask(url="http://bank.example")
        assert (plain["session"], plain["csrf"], plain["refresh"]) == (False, False, False)
        assert "strict-transport-security" not in plain["headers"]
