"""The sign-in log."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.auth.metrics import logins_total
from services.auth.models import SignInEvent, SignInFactor, SignInResult

DEVICE_LENGTH: Final = 200


def record_sign_in(
    *,
    person_id: UUID | None,
    result: SignInResult,
    factor: SignInFactor,
    address: str | None,
    device: str,
    now: datetime,
) -> None:
    """Add a line to the log, and count it unless it is a sign-out."""
    SignInEvent.objects.create(
        person_id=person_id,
        result=result,
        factor=factor,
        address=address,
        device=device[:DEVICE_LENGTH],
        happened_at=now,
    )
    if result != SignInResult.SIGNED_OUT:
        logins_total.labels(result.value, factor.value).inc()
