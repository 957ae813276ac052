"""What each service holds on a person: all of it to take away, and how it is forgotten.

A service registers its holding in its app's `ready()`. The worker runs every service, so it has
every holding: there the archive of a person is made whole, and there an erasure is carried on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

# The event of `accounts` that a customer was forgotten: {"person_id", "accounts": [ids]}.
ERASED: Final = "customer.erased"
# What erasing a customer takes away outside of `accounts`, by service: shown before it is done.
# A service is complete here and in `register`, or in neither; a test holds the two together.
ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "auth": ("sign_in", "notices"),
    "planning": ("categories", "plans_and_records"),
    "support": ("texts_of_tickets", "files_of_tickets"),
    "transactions": (
        "names_of_payees",
        "texts_of_standing_orders",
        "notes_of_payments",
        "statement_files",
        "webhooks",
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of one kind. `rows` may be called more than once; values are text, numbers and lists."""

    name: str
    rows: Callable[[], Iterable[Mapping[str, Any]]]


class Forget(Protocol):
    """Blanks what the law lets go; again does no harm. Runs in a transaction of its caller."""

    def __call__(self, *, person_id: UUID, account_ids: list[UUID], now: datetime) -> None:
        """Forget a person, and what was written about the accounts that they owned first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """What one service holds on people."""

    service: str
    tables: Callable[[UUID], list[Table]]
    forget: Forget


def register(holding: Holding) -> None:
    """Make a service's holding known."""
    _holdings[holding.service] = holding


def holdings() -> list[Holding]:
    """Return what this process knows, by the services' names."""
    return [_holdings[name] for name in sorted(_holdings)]


_holdings: dict[str, Holding] = {}
