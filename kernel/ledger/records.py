"""What the ledger's commands and queries hand out: plain values, no models."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from kernel.ledger.errors import IdempotencyKeyInvalid, IdempotencyKeyMissing

_KEY: Final = re.compile(r"[!-~]{1,255}")
MAY_MOVE: Final = frozenset({"owner", "joint"})


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyRequest:
    """Who asks for what under which key: two equal ones are the same intent."""

    actor_id: UUID
    operation: str
    key_hash: bytes
    request_hash: bytes

    @classmethod
    def make(cls, *, actor_id: UUID, operation: str, key: str | None, body: object) -> MoneyRequest:
        """Return the request of a client's key and body; the body counts by content, not layout.

        Raises:
            IdempotencyKeyMissing: there is no key.
            IdempotencyKeyInvalid: it is longer than 255 characters or not visible ASCII.

        """
        if key is None or key == "":
            raise IdempotencyKeyMissing
        if not _KEY.fullmatch(key):
            raise IdempotencyKeyInvalid
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return cls(
            actor_id=actor_id,
            operation=operation,
            key_hash=hashlib.sha256(key.encode()).digest(),
            request_hash=hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest(),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to a money request, byte for byte, and whether it was given before."""

    body: str
    replayed: bool

    @classmethod
    def of(cls, content: dict[str, Any]) -> Answer:
        """Return the first answer that says `content`."""
        return cls(body=json.dumps(content, separators=(",", ":")), replayed=False)


@dataclass(kw_only=True, slots=True)
class PostingAccount:
    """An account inside a posting. A customer's row is locked; an internal one is only read.

    `access` is the right of the person who asks, or None.
    """

    id: UUID
    number: str
    title: str
    currency: str
    kind: str
    status: str
    balance_minor: int
    held_minor: int
    floor_minor: int
    sequence: int
    last_posted_at: datetime | None
    access: str | None = None

    @property
    def is_internal(self) -> bool:
        """Return whether the account is the bank's own."""
        return self.kind == "internal"

    @property
    def available_minor(self) -> int:
        """Return what can be spent: the balance above the floor, less what is held."""
        return self.balance_minor - self.floor_minor - self.held_minor

    @property
    def may_be_moved(self) -> bool:
        """Return whether the person who asks may move this account's money."""
        return self.access in MAY_MOVE


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDay:
    """The open business day, share-locked until the transaction ends."""

    business_date: date
    opened_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """A transfer that was posted."""

    id: UUID
    kind: str
    amount_minor: int
    currency: str
    note: str
    posted_at: datetime
    value_date: date
    debit: PostingAccount
    credit: PostingAccount


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """A balance as the bank knew it, or as it counts, at some time."""

    account_id: UUID
    currency: str
    balance_minor: int
    available_minor: int
    held_minor: int
    as_of: datetime | date
