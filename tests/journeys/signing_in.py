"""What people hold in their hands when they sign in, and staff who are invited as in real life."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt

from services.auth.tests.passkey import SoftPasskey
from tests.journeys.client import Mailbox, Person, UnexpectedAnswer
from tests.journeys.customer import content
from tests.servers.bank import RunningBank

PERIOD = 30
APP = "account/authenticators/totp"
PASSKEYS = "account/authenticators/webauthn"
LINK = re.compile(r"/invitation#([\w-]+)")


@dataclass
class App:
    """An authenticator app (RFC 6238) whose owner never shows a code twice.

    The bank takes the half minute before and the one after, too, so three codes need no waiting.
    """

    secret: str
    shown: int = field(default=0)

    def code(self) -> str:
        """Return the oldest code that the bank takes now and has not seen."""
        # One that ends on its way would be refused: the oldest is taken from the middle on.
        oldest = int((time.time() - PERIOD / 2) // PERIOD)
        step = max(oldest, self.shown + 1)
        while step > time.time() // PERIOD + 1:
            time.sleep(0.2)
        self.shown = step
        return self.at(step)

    def at(self, step: int) -> str:
        """Return the code of a half minute since 1970."""
        key = base64.b32decode(self.secret)
        digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
        start = digest[-1] & 0x0F
        (number,) = struct.unpack(">I", digest[start : start + 4])
        return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody who works here: signed in with an authenticator app."""

    person: Person
    app: App
    id: str

    def sign_in(self) -> Person:
        """Sign in with password and app."""
        give_password(self.person)
        self.person.finish("auth/2fa/authenticate", {"code": self.app.code()})
        return self.person


def claims(person: Person) -> dict[str, Any]:
    """Return what the access token says."""
    found: dict[str, Any] = jwt.decode(person.access_token, options={"verify_signature": False})
    return found


def give_password(person: Person, password: str = "") -> httpx.Response:
    """Begin a sign-in anew; what it waits for is in the answer."""
    person.session_token = ""
    body = {"email": person.email, "password": password or person.password}
    return person.auth("POST", "auth/login", body)


def waits_for(answer: httpx.Response) -> str | None:
    """Return the step that a sign-in waits for."""
    flows = content(answer, status=401)["data"]["flows"]
    return next((flow["id"] for flow in flows if flow.get("is_pending")), None)


def confirm(person: Person) -> None:
    """Give the password once more, as who changes a factor must."""
    content(person.auth("POST", "auth/reauthenticate", {"password": person.password}))


def enrol_app(person: Person) -> App:
    """Set up an authenticator app."""
    confirm(person)
    secret = content(person.auth("GET", APP), status=404)["meta"]["secret"]
    app = App(secret)
    # The bank does not count this one: it proves the secret, and signs nobody in.
    content(person.auth("POST", APP, {"code": app.at(int(time.time() // PERIOD))}))
    return app


def add_passkey(person: Person) -> SoftPasskey:
    """Set up a passkey that signs in alone."""
    confirm(person)
    passkey = SoftPasskey(origin=person.base_url)
    options = content(person.auth("GET", f"{PASSKEYS}?passwordless"))["data"]["creation_options"]
    body = {"name": "Laptop", "credential": passkey.create(options)}
    content(person.auth("POST", PASSKEYS, body))
    return passkey


def accept_invitation(person: Person, *, text: str) -> str:
    """Choose a password with the link that a text holds; return who one is."""
    found = LINK.search(text)
    if not found:
        raise UnexpectedAnswer("there is no link of an invitation")
    body = {
        "token": found.group(1),
        "password": person.password,
        "phone": person.phone,
        "date_of_birth": person.date_of_birth,
    }
    accepted = content(person.post("/auth/invitations/accept", json=body), status=201)
    identity: str = accepted["id"]
    return identity


def join_staff(person: Person, *, text: str) -> Staff:
    """Accept an invitation, enrol an app, and sign in with it."""
    identity = accept_invitation(person, text=text)
    person.sign_in()
    staff = Staff(person=person, app=enrol_app(person), id=identity)
    staff.sign_in()
    return staff


def new_administrator(bank: RunningBank, new_person: Callable[..., Person]) -> Staff:
    """Return an administrator whom the command line invited."""
    person = new_person()
    return join_staff(person, text=bank.manage("create_administrator", person.email))


def newest_mail(person: Person) -> str:
    """Return the text of the newest mail to a person."""
    return Mailbox(person.mail_dir).mails(person.email)[-1].body


def approve(staff: Staff, asked: httpx.Response) -> httpx.Response:
    """Agree, as the second person, to what an answer says is waiting."""
    waiting = content(asked, status=202)["approval"]
    return staff.person.post(f"/approvals/auth/{waiting['id']}/approve", json={})
