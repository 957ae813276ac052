"""`make token`: sign in to the running demo, by password and mailed code; print the token."""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from config.run.console import Problem, fail

EMAIL = os.environ.get("EMAIL", "ada@demo.example")
PASSWORD = os.environ.get("PASSWORD", "Demo-bank-2026!")
MAIL_SECONDS = 10.0


def fetch_token(*, url: str, email: str, password: str) -> str:
    """Sign in as any client would and return the access token; it lives five minutes.

    Raises:
        Problem: nobody answers, the password is wrong, or no code arrives.

    """
    auth = f"{url}/api/v1/auth/app/v1/auth"
    seen = _codes(url, email)
    begun = _post(f"{auth}/login", {"email": email, "password": password})
    session = begun.get("meta", {}).get("session_token")
    if not session:
        raise Problem(f"{email} could not sign in with that password.")
    code = _wait_for_code(url, email, seen=len(seen))
    done = _post(f"{auth}/code/confirm", {"code": code}, session=session)
    return str(done["meta"]["access_token"])


def _wait_for_code(url: str, email: str, *, seen: int) -> str:
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        codes = _codes(url, email)
        if len(codes) > seen:
            return codes[0]
        time.sleep(0.1)
    raise Problem("No code arrived in the demo's mailbox.")


def _codes(url: str, email: str) -> list[str]:
    mails = _ask(urllib.request.Request(f"{url}/demo/mailbox.json"))["results"]  # noqa: S310
    return [mail["code"] for mail in mails if mail["to"] == email and mail["code"]]


def _post(url: str, body: dict[str, str], *, session: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    if session:
        headers["X-Session-Token"] = session
    data = json.dumps(body).encode()
    return _ask(urllib.request.Request(url, data=data, headers=headers))  # noqa: S310  (our bank)


def _ask(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (our own bank)
            content: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as failure:
        # A step that waits for the next one answers 401 with what is pending.
        content = json.load(failure)
    except OSError as failure:
        raise Problem("The bank does not answer. Start it with `make up`.") from failure
    return content


def main() -> int:
    """Print the token alone, so that a shell can take it."""
    try:
        url = f"http://localhost:{os.environ.get('PORT') or 8000}"
        print(fetch_token(url=url, email=EMAIL, password=PASSWORD))
    except Problem as problem:
        return fail(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
