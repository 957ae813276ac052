"""Wrong codes lock what codes open, for a while, across codes and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.crypto import keyed_hash
from services.auth.models import CodeLock

# Ten in a day lock for a quarter of an hour, the next ten for half an hour, and so on up to a day:
# fewer than 100 in a row on the first day (NIST SP 800-63B-4, 3.2.2), and who tries slowly, to stay
# below the ten, has fewer still.
WRONG_LIMIT: Final = 10
COUNTED: Final = timedelta(days=1)
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


def make_countable(*, guesser: Guesser, now: datetime) -> None:
    """Have a row to count in for each subject. Call it before the transaction that takes a turn.

    Two that met there at a row which neither has would both hold it for reading, and neither could
    write: the database would undo one, and its guess would not be counted.
    """
    subjects = guesser.subjects()
    if CodeLock.objects.filter(subject__in=subjects).count() < len(subjects):
        rows = [CodeLock(subject=subject, counted_from=now) for subject in subjects]
        CodeLock.objects.bulk_create(rows, ignore_conflicts=True)


def take_turn(*, guesser: Guesser, now: datetime) -> datetime | None:
    """Wait, inside a transaction, until nobody else guesses for the same; see `locked_until`.

    So of any number of guesses at one moment no more are looked at than of as many one by one.
    """
    mine = CodeLock.objects.filter(subject__in=guesser.subjects())
    for _ in mine.order_by("subject").select_for_update():
        pass
    return locked_until(guesser=guesser, now=now)


def count_wrong_code(*, guesser: Guesser, now: datetime) -> bool:
    """Count a wrong code, inside a transaction; return whether this one locked something."""
    counted = [_count(subject, grows=guesser.grows, now=now) for subject in guesser.subjects()]
    return any(counted)


def forget_wrong_codes(*, guesser: Guesser) -> None:
    """Begin anew after a right code. The rows stay: others may be waiting for their turn."""
    CodeLock.objects.filter(subject__in=guesser.subjects()).update(
        wrong=0, locks=0, locked_until=None
    )


def _count(subject: bytes, *, grows: bool, now: datetime) -> bool:
    CodeLock.objects.get_or_create(subject=subject, defaults={"counted_from": now})
    lock = CodeLock.objects.select_for_update().get(subject=subject)
    if lock.wrong == 0 or now - lock.counted_from >= COUNTED:
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
