"""Wrong passwords lock an address for a while, whether somebody has it or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kernel.errors import TooOften
from services.auth.commands.count_wrong_code import (
    Guesser,
    address_hash_of,
    count_wrong_code,
    forget_wrong_codes,
    locked_until,
    make_countable,
    take_turn,
)

PASSWORDS = "password"


class SignInLocked(TooOften):
    """There were too many wrong passwords; please try again later."""

    def __init__(self, *, retry_after_seconds: int) -> None:
        """Keep after how many seconds a password is looked at again."""
        super().__init__()
        self.retry_after_seconds = retry_after_seconds


def require_unlocked(*, address: str, now: datetime) -> None:
    """Refuse to look at a password.

    Raises:
        SignInLocked: ten were wrong within a day, the last less than a quarter of an hour ago.

    """
    _require(locked_until(guesser=_guesser(address), now=now), now=now)


def take_password_try(*, address: str, now: datetime) -> bool:
    """Count a password as wrong before it is looked at; return whether this one locks the address.

    Hashing takes long: what is counted after it is too late for all that came meanwhile. A right
    one is forgotten (`forget_wrong_passwords`). It is a transaction of its own.

    Raises:
        SignInLocked: there were ten.

    """
    guesser = _guesser(address)
    make_countable(guesser=guesser, now=now)
    with transaction.atomic(durable=True):
        _require(take_turn(guesser=guesser, now=now), now=now)
        return count_wrong_code(guesser=guesser, now=now)


def forget_wrong_passwords(*, address: str) -> None:
    """Begin anew after a right password."""
    forget_wrong_codes(guesser=_guesser(address))


def _guesser(address: str) -> Guesser:
    # Anybody can give wrong passwords for an address, so its locks do not grow.
    return Guesser(
        purpose=PASSWORDS, person_id=None, address_hash=address_hash_of(address), grows=False
    )


def _require(until: datetime | None, *, now: datetime) -> None:
    if until is not None:
        raise SignInLocked(retry_after_seconds=int((until - now).total_seconds()) + 1)
