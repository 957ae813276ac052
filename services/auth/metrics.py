"""Every metric of auth, declared once."""

from __future__ import annotations

from typing import Literal

from prometheus_client import Counter, Histogram

from services.auth.channels import channel_of

OtpStage = Literal[
    "requested", "sent", "failed", "resent", "verified", "rejected", "expired", "locked"
]
OtpPurpose = Literal["sign_in", "verify_email", "reset_password", "step_up"]

otp_events_total = Counter(
    "bank_otp_events",
    "One-time codes, by what happened to them; never with the address.",
    ["stage", "channel", "provider", "purpose"],
)
otp_delivery_seconds = Histogram(
    "bank_otp_delivery_seconds",
    "From the request for a code until the provider took it.",
    ["channel"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
logins_total = Counter(
    "bank_logins",
    "Attempts to sign in, by outcome (succeeded, failed, locked) and the factor that decided.",
    ["outcome", "factor"],
)


def count_otp(*, stage: OtpStage, purpose: str, channel: str = "email", amount: int = 1) -> None:
    """Count something that happened to codes."""
    provider = channel_of(channel).provider
    otp_events_total.labels(stage, channel, provider, purpose).inc(amount)
