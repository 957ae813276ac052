"""Codes of authenticator apps. allauth remembers in the cache which were used: here, a row does."""

from __future__ import annotations

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt

from services.auth import commands


def use_code(authenticator: Authenticator, code: str, *, now: datetime) -> bool:
    """Note that a right code was shown; return whether this was the first time.

    A recovery code is marked where it is kept, in the database too.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    secret = decrypt(authenticator.data["secret"])
    counters = list(yield_hotp_counters_from_time())
    # The half minute may have ended since the code was compared.
    for step in (*counters, counters[0] - 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return commands.use_authenticator_code(
                authenticator_id=authenticator.pk, step=step, now=now
            )
    return False
