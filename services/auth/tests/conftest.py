"""Clients that sign up and sign in over HTTP, and the mailbox that their codes arrive in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings

RUNS_AUTH = "services.auth" in django_settings.INSTALLED_APPS
# In a process of another service the tables are absent, so the tests cannot even be imported.
collect_ignore_glob = [] if RUNS_AUTH else ["test_*.py"]

PASSWORD = "correct horse battery"
CODE = re.compile(r"^\d{6}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _quick_and_alone(settings):
    """Cheap hashes, and limits that no other test has used up."""
    from django.core.cache import cache

    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


class Mailbox:
    """What was mailed in this test."""

    def to(self, email: str) -> list[Any]:
        from django.core import mail

        return [message for message in mail.outbox if message.to == [email]]

    def code(self, email: str) -> str:
        """Return the newest code for an address."""
        return CODE.findall(self.to(email)[-1].body)[-1]


@dataclass
class Visitor:
    """One client of allauth's API: a browser with cookies, or an app with a session token."""

    kind: str
    commits: Any
    session_token: str = ""
    http: Any = field(init=False)

    def __post_init__(self):
        from django.test import Client

        self.http = Client(enforce_csrf_checks=True)

    def call(self, method: str, path: str, body: Any = None, **headers: str):
        """Send a request below /api/v1/auth/<client>/v1/."""
        return self.send(method, f"/api/v1/auth/{self.kind}/v1/{path}", body, **headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str):
        if self.kind == "browser":
            headers.setdefault("X-CSRFToken", self.csrf())
        elif self.session_token:
            headers.setdefault("X-Session-Token", self.session_token)
        content = "" if body is None else json.dumps(body)
        with self.commits(execute=True):
            answer = self.http.generic(
                method, path, content, content_type="application/json", headers=headers
            )
        if answer.headers["Content-Type"] == "application/json":
            meta = answer.json().get("meta", {})
            self.session_token = meta.get("session_token", self.session_token)
        return answer

    def csrf(self) -> str:
        if "csrftoken" not in self.http.cookies:
            self.http.get(f"/api/v1/auth/{self.kind}/v1/config")
        return self.http.cookies["csrftoken"].value

    def sign_up(self, email: str, /, **changes: Any):
        body = {
            "email": email,
            "password": PASSWORD,
            "phone": "+49 30 901820",
            "date_of_birth": "1990-05-17",
        }
        return self.call("POST", "auth/signup", body | changes)

    def verify(self, code: str):
        return self.call("POST", "auth/email/verify", {"key": code})

    def give_password(self, email: str, password: str = PASSWORD):
        return self.call("POST", "auth/login", {"email": email, "password": password})

    def give_code(self, code: str):
        return self.call("POST", "auth/code/confirm", {"code": code})

    def refresh(self, refresh_token: Any):
        """Trade a refresh token, as a client that has kept nothing else."""
        stranger = Visitor("app", self.commits)
        return stranger.call("POST", "tokens/refresh", {"refresh_token": refresh_token})

    def mint(self, **headers: str):
        return self.send("POST", "/api/v1/auth/token", **headers)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def visitor(django_capture_on_commit_callbacks):
    """Return a function that makes a client of a kind."""

    def make(kind: str = "app") -> Visitor:
        return Visitor(kind, django_capture_on_commit_callbacks)

    return make


@pytest.fixture(params=["app", "browser"])
def either(request, visitor):
    """Return a client; the test runs once with each kind."""
    return visitor(request.param)


@pytest.fixture
def person(db):
    """Return a function that makes a person who can sign in."""
    from services.auth.commands import create_person

    def make(email: str = "ada@example.org", roles=("customer",)):
        return create_person(
            email=email,
            password=PASSWORD,
            phone="+4930901820",
            date_of_birth=date(1990, 5, 17),
            roles=roles,
        )

    return make


@pytest.fixture
def signed_in(visitor, person, mailbox):
    """Return a function that signs a new person in and gives their client and the last answer."""

    def make(kind: str = "app", email: str = "ada@example.org", **changes: Any):
        person(email, **changes)
        client = visitor(kind)
        client.give_password(email)
        answer = client.give_code(mailbox.code(email))
        assert answer.status_code == 200, answer.content
        return client, answer

    return make


@pytest.fixture
def logged(request):
    """Return a function that gives what was logged since it was last asked.

    structlog writes to the stream that it found when Django started: pytest's own.
    """
    capture = request.config.pluginmanager.getplugin("capturemanager")
    capture.read_global_capture()
    return lambda: "".join(capture.read_global_capture())


@pytest.fixture
def pending():
    """Return a function that names the step an answer waits for."""

    def step(answer) -> str | None:
        assert answer.status_code == 401, answer.content
        flows = answer.json()["data"]["flows"]
        return next((flow["id"] for flow in flows if flow.get("is_pending")), None)

    return step
