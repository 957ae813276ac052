"""Every metric of auth, declared once."""

from __future__ import annotations

from typing import Final, Literal

from django.conf import settings
from prometheus_client import Counter

OtpStage = Literal["requested", "sent", "failed", "resent", "verified", "rejected", "locked"]
OtpPurpose = Literal["sign_in", "verify_email", "reset_password"]

_PROVIDERS: Final = {"smtp": "smtp", "filebased": "file", "locmem": "memory", "console": "console"}

otp_events_total = Counter(
    "bank_otp_events",
    "One-time codes, by what happened to them; never with the address.",
    ["stage", "channel", "provider", "purpose"],
)
logins_total = Counter(
    "bank_logins",
    "Attempts to sign in, by outcome (succeeded, failed, locked) and the factor that decided.",
    ["outcome", "factor"],
)


def count_otp(*, stage: OtpStage, purpose: OtpPurpose) -> None:
    """Count something that happened to an e-mailed code."""
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    otp_events_total.labels(stage, "email", _PROVIDERS.get(backend, "other"), purpose).inc()
