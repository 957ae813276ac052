"""Wrong codes lock what codes open, for a while, across codes and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.crypto import keyed_hash
from services.auth.models import CodeLock

# Ten in an hour lock for a quarter of an hour, the next ten for half an hour, and so on up to a
# day: fewer than 100 in a row on the first day (NIST SP 800-63B-4, 3.2.2).
WRONG_LIMIT: Final = 10
COUNTED: Final = timedelta(hours=1)
SHORTEST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(days=1)
_MOST_LOCKS: Final = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Guesser:
    """Whose codes are guessed: a person's, and those for an address."""

    purpose: str
    person_id: UUID | None
    address_hash: bytes
    # Whether each lock is twice as long as the one before.
    grows: bool = True

    def subjects(self) -> list[bytes]:
        """Return what is counted, in the order in which rows are locked.

        Each purpose apart: who asks for a new password in somebody's name must not be able to
        keep them from signing in.
        """
        found = {_hash(f"{self.purpose}.address", self.address_hash.hex())}
        if self.person_id is not None:
            found.add(_hash(f"{self.purpose}.person", str(self.person_id)))
        return sorted(found)


def address_hash_of(address: str) -> bytes:
    """Return the keyed hash of an e-mail address or a telephone number."""
    return keyed_hash(address.lower(), context="identity.address")


def locked_until(*, guesser: Guesser, now: datetime) -> datetime | None:
    """Return until when no code is looked at, or None."""
    locks = CodeLock.objects.filter(subject__in=guesser.subjects(), locked_until__gt=now)
    return max((lock.locked_until for lock in locks if lock.locked_until), default=None)


def count_wrong_code(*, guesser: Guesser, now: datetime) -> bool:
    """Count a wrong code, inside a transaction; return whether this one locked something."""
    counted = [_count(subject, grows=guesser.grows, now=now) for subject in guesser.subjects()]
    return any(counted)


def forget_wrong_codes(*, guesser: Guesser) -> None:
    """Begin anew after a right code."""
    CodeLock.objects.filter(subject__in=guesser.subjects()).delete()


def _count(subject: bytes, *, grows: bool, now: datetime) -> bool:
    CodeLock.objects.get_or_create(subject=subject, defaults={"counted_from": now})
    lock = CodeLock.objects.select_for_update().get(subject=subject)
    if now - lock.counted_from >= COUNTED:
        lock.wrong, lock.counted_from = 0, now
    lock.wrong += 1
    locks = lock.wrong >= WRONG_LIMIT
    if locks:
        lock.locked_until = now + min(SHORTEST_LOCK * 2**lock.locks, LONGEST_LOCK)
        lock.locks = min(lock.locks + 1, _MOST_LOCKS) if grows else 0
        lock.wrong, lock.counted_from = 0, now
    lock.save()
    return locks


def _hash(kind: str, text: str) -> bytes:
    return keyed_hash(text, context=f"identity.lock.{kind}")
