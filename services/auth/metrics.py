"""Every metric of auth, declared once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from prometheus_client import Counter, Histogram

from services.auth.channels import channel_of

# Sent: handed to the provider, which took it (delivered) or did not (failed). What happens behind
# the provider, nobody tells us.
OtpStage = Literal[
    "requested",
    "sent",
    "delivered",
    "failed",
    "resent",
    "verified",
    "rejected",
    "expired",
    "locked",
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


@contextmanager
def watch_delivery(*, purpose: str, channel: str = "email", began: float) -> Iterator[None]:
    """Count a code that is being handed to its provider, and how long it took.

    `began` is when it was asked for, by `time.monotonic()`.
    """
    count_otp(stage="sent", purpose=purpose, channel=channel)
    try:
        yield
    except OSError:
        count_otp(stage="failed", purpose=purpose, channel=channel)
        raise
    otp_delivery_seconds.labels(channel).observe(time.monotonic() - began)
    count_otp(stage="delivered", purpose=purpose, channel=channel)
