"""What the authenticator apps of the demo's staff show now, so that nobody needs a telephone.

Only of people whom the demo made up, and only in the embedded mode: this undoes a second factor.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from config.demo.people import STAFF


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One authenticator; the code works once, and for so many seconds more."""

    email: str
    role: str
    code: str
    expires_in: int


def list_authenticators() -> list[Shown]:
    """Return what is shown now, for the demo's staff in the order of the demo."""
    kept = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user_id__in=[person.id for person in STAFF]
    )
    secrets = {found.user_id: decrypt(found.data["secret"]) for found in kept}
    period, now = app_settings.TOTP_PERIOD, int(time.time())
    return [
        Shown(
            email=person.email,
            role=person.role,
            code=format_hotp_value(hotp_value(secrets[person.id], now // period)),
            expires_in=period - now % period,
        )
        for person in STAFF
        if person.id in secrets
    ]
