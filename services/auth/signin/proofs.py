"""What a session proves, in the words of a token: amr, auth_time and step_up."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from services.auth.models import SignInFactor

_AMR: Final = {
    SignInFactor.PASSWORD: "pwd",
    SignInFactor.EMAIL_CODE: "email",
    SignInFactor.TOTP: "otp",
    SignInFactor.RECOVERY_CODE: "recovery",
    SignInFactor.PASSKEY: "pop",
}
_FACTOR: Final = {
    "password": SignInFactor.PASSWORD,
    "code": SignInFactor.EMAIL_CODE,
    "totp": SignInFactor.TOTP,
    "recovery_codes": SignInFactor.RECOVERY_CODE,
    "webauthn": SignInFactor.PASSKEY,
}


def proofs_of(session: SessionBase) -> dict[str, Any]:
    """Return the claims about how and when the person proved who they are.

    `amr` has RFC 8176's names where it has one, and tells an e-mailed code ("email") from an
    authenticator's ("otp"). `auth_time` is the end of the sign-in, `step_up` the last time that a
    factor was asked for again since (0: never); a fresh sign-in is no step-up.
    """
    records = _records(session)
    signing_in = [record for record in records if not record.get("reauthenticated")]
    stepping_up = [record for record in records if record.get("reauthenticated")]
    names = {_AMR[factor] for record in records if (factor := factor_of(record)) in _AMR}
    if len(names) > 1:
        names.add("mfa")
    return {
        "amr": sorted(names),
        "auth_time": _last(signing_in),
        "step_up": _last(stepping_up),
    }


def last_factor(session: SessionBase) -> SignInFactor:
    """Return the last factor that was shown in this session."""
    records = _records(session)
    return factor_of(records[-1]) if records else SignInFactor.NONE


def factor_of(record: dict[str, Any]) -> SignInFactor:
    """Return the factor of one of allauth's records; unknown ones are none."""
    method = record["type"] if record["method"] == "mfa" else record["method"]
    return _FACTOR.get(method, SignInFactor.NONE)


def _records(session: SessionBase) -> list[dict[str, Any]]:
    return session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []


def _last(records: list[dict[str, Any]]) -> int:
    return int(max((record["at"] for record in records), default=0))
