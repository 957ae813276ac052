"""The archive's tables as both formats give them: typed, not yet joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.berka.archive import Client, District, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRecord:
    """An account as its table says."""

    account_id: int
    district_id: int
    opened: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The tables of one format, not yet joined. A disposition is (account, client, is owner)."""

    districts: Sequence[District]
    accounts: Sequence[AccountRecord]
    clients: Sequence[Client]
    dispositions: Sequence[tuple[int, int, bool]]
    rows: Mapping[int, Sequence[Row]]


def partner_of(*, bank: str, account: str) -> str:
    """Return how a note names the other side's account, if it is known."""
    parts = [part.strip() for part in (bank, account)]
    # The archive writes 0 where it knows no account.
    return "/".join(part for part in parts if part.strip("0"))
