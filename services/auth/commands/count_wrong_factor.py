"""Wrong codes of an authenticator app, and wrong recovery codes, lock both for a while."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from services.auth.commands.count_wrong_code import (
    Guesser,
    address_hash_of,
    count_wrong_code,
    forget_wrong_codes,
    locked_until,
)
from services.auth.commands.issue_code import CodesLocked

FACTORS = "factor"


def require_factor_unlocked(*, person_id: UUID, now: datetime) -> None:
    """Refuse to look at a code.

    Raises:
        CodesLocked: ten were wrong within a day, and the lock is not over.

    """
    until = locked_until(guesser=_guesser(person_id), now=now)
    if until is not None:
        raise CodesLocked(retry_after_seconds=int((until - now).total_seconds()) + 1)


def count_wrong_factor(*, person_id: UUID, now: datetime) -> bool:
    """Count a wrong code; return whether this one locked."""
    with transaction.atomic():
        return count_wrong_code(guesser=_guesser(person_id), now=now)


def forget_wrong_factors(*, person_id: UUID) -> None:
    """Begin anew after a right one."""
    forget_wrong_codes(guesser=_guesser(person_id))


def _guesser(person_id: UUID) -> Guesser:
    return Guesser(purpose=FACTORS, person_id=None, address_hash=address_hash_of(str(person_id)))
