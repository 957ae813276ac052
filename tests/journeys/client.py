"""A person who uses a running bank over HTTP, as a client would, with a mailbox made of files."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

PASSWORD = "correct horse battery"
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
# Django's file backend puts this between the messages of a file.
SEPARATOR = re.compile(rb"^-{79}$", re.MULTILINE)
MAIL_SECONDS = 20.0
RENEW_SECONDS = 20


class UnexpectedAnswer(AssertionError):
    """The bank answered something else than the step needs."""


@dataclass(frozen=True, order=True)
class Mail:
    """One mail; mails are in order of time."""

    sent_at: int
    subject: str
    body: str


@dataclass(frozen=True)
class Mailbox:
    """The directory that Django's file backend writes mails to."""

    directory: Path

    def mails(self, address: str) -> list[Mail]:
        """Return the mails to an address, oldest first."""
        return sorted(self._mails(address.lower()))

    def codes(self, address: str) -> list[str]:
        """Return the codes mailed to an address, oldest first."""
        found = [CODE.findall(mail.body) for mail in self.mails(address)]
        return [codes[-1] for codes in found if codes]

    def wait_for_code(self, address: str, *, beyond: int = 0) -> str:
        """Return the newest code for an address, once there are more than `beyond`."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            codes = self.codes(address)
            if len(codes) > beyond:
                return codes[-1]
            time.sleep(0.05)
        raise UnexpectedAnswer(f"no mail with a code within {MAIL_SECONDS} s")

    def _mails(self, address: str) -> Iterator[Mail]:
        for path in self.directory.glob("*.log"):
            for raw in SEPARATOR.split(path.read_bytes()):
                if address.encode("ascii") not in raw.lower():
                    continue
                # Bytes, not text: the body's own header says how it is encoded.
                message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
                body = message.get_body(("plain",))
                if address not in str(message["To"]).lower() or body is None:
                    continue
                yield Mail(
                    sent_at=_sent_at(str(message["Message-ID"])),
                    subject=str(message["Subject"]),
                    body=body.get_content(),
                )


@dataclass
class Person:
    """Signs up, signs in and calls the API; renews the access token when it is about to expire."""

    base_url: str
    mail_dir: Path
    email: str
    password: str = PASSWORD
    phone: str = "+4930901820"
    date_of_birth: str = "1990-05-17"
    access_token: str = ""
    refresh_token: str = ""
    session_token: str = ""
    http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the connection."""
        self.http = httpx.Client(base_url=self.base_url, timeout=30.0)

    def __enter__(self) -> Self:
        """Return the person; the connection closes at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.http.close()

    def sign_up(self) -> Self:
        """Create the user, prove the e-mail address by the mailed code, and be signed in."""
        body = {
            "email": self.email,
            "password": self.password,
            "phone": self.phone,
            "date_of_birth": self.date_of_birth,
        }
        code = self._step_with_code("auth/signup", body, waits_for="verify_email")
        self._finish("auth/email/verify", {"key": code})
        return self

    def sign_in(self) -> Self:
        """Give the password and the mailed code."""
        self.session_token = ""
        body = {"email": self.email, "password": self.password}
        code = self._step_with_code("auth/login", body, waits_for="login_by_code")
        self._finish("auth/code/confirm", {"code": code})
        return self

    def sign_out(self) -> None:
        """End the session and forget the tokens."""
        self._auth("DELETE", "auth/session")
        self.session_token = self.access_token = self.refresh_token = ""

    def renew(self) -> None:
        """Trade the refresh token for new tokens."""
        body = {"refresh_token": self.refresh_token}
        answer = self.http.post("/api/v1/auth/app/v1/tokens/refresh", json=body)
        if answer.status_code != httpx.codes.OK:
            raise UnexpectedAnswer(f"refresh: {answer.status_code} {answer.text}")
        tokens = answer.json()["data"]
        self.access_token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]

    def headers(self, *, key: str | None = None) -> dict[str, str]:
        """Return the headers of a request as this person, with a token that still works."""
        if self.access_token and _expires_at(self.access_token) - time.time() < RENEW_SECONDS:
            self.renew()
        sent = {"Accept": "application/json"}
        if self.access_token:
            sent["Authorization"] = f"Bearer {self.access_token}"
        if key is not None:
            sent["Idempotency-Key"] = key
        return sent

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        params: dict[str, Any] | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Call the API below /api/v1 as this person; `key` is the Idempotency-Key."""
        sent = self.headers(key=key)
        if content is not None:
            sent["Content-Type"] = "application/json"
        return self.http.request(
            method,
            path if path.startswith("/api/") else f"/api/v1{path}",
            json=json,
            content=content,
            params=params,
            headers=sent | (headers or {}),
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Read."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Create, or move money."""
        return self.request("POST", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        """Change."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        """Remove."""
        return self.request("DELETE", path, **options)

    def _step_with_code(self, path: str, body: dict[str, str], *, waits_for: str) -> str:
        mailbox = Mailbox(self.mail_dir)
        before = len(mailbox.codes(self.email))
        answer = self._auth("POST", path, body)
        flows = answer.json().get("data", {}).get("flows", [])
        if not any(flow["id"] == waits_for and flow.get("is_pending") for flow in flows):
            raise UnexpectedAnswer(f"{path}: {answer.status_code} {answer.text}")
        return mailbox.wait_for_code(self.email, beyond=before)

    def _finish(self, path: str, body: dict[str, str]) -> None:
        answer = self._auth("POST", path, body)
        if answer.status_code != httpx.codes.OK:
            raise UnexpectedAnswer(f"{path}: {answer.status_code} {answer.text}")
        meta = answer.json()["meta"]
        self.access_token, self.refresh_token = meta["access_token"], meta["refresh_token"]

    def _auth(self, method: str, path: str, body: dict[str, str] | None = None) -> httpx.Response:
        headers = {"X-Session-Token": self.session_token} if self.session_token else {}
        address = f"/api/v1/auth/app/v1/{path}"
        answer = self.http.request(method, address, json=body, headers=headers)
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            meta = answer.json().get("meta", {})
            self.session_token = meta.get("session_token", self.session_token)
        return answer


def _expires_at(token: str) -> float:
    payload = token.split(".")[1]
    return float(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["exp"])


def _sent_at(message_id: str) -> int:
    # Django writes the hundredths of a second into it; the Date header has whole seconds only.
    number = message_id.strip("<> ").split(".")[0]
    return int(number) if number.isdigit() else 0
