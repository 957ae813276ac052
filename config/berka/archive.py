"""What the archive holds, as typed values, whichever of its two formats it was read from.

Money is in minor units of CZK; words are those of the prepared files (`cash_deposit`, `household`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

CURRENCY: Final = "CZK"
# Amount and balance were each rounded to 0.10 CZK when published, so they may differ by that much.
ROUNDING_MINOR: Final = 10


class ArchiveWrong(Exception):
    """The files are not the archive, or they contradict themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """Where a branch stands."""

    district_id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """A person, without a name: the archive is anonymous."""

    client_id: int
    born: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One transaction. `amount_minor` is signed and as published; `delta_minor` is what moved."""

    trans_id: int
    seq: int
    value_date: date
    amount_minor: int
    delta_minor: int
    balance_minor: int
    operation: str
    k_symbol: str
    partner: str


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """An account from its opening day on: who holds it and everything that happened, in order."""

    account_id: int
    district_id: int
    opened: date
    owner: Client
    authorised: tuple[Client, ...]
    rows: tuple[Row, ...]

    @property
    def floor_minor(self) -> int:
        """Return how low the account ever went, or zero: exactly the overdraft that it needs."""
        return min([0, *(row.balance_minor for row in self.rows)])

    @property
    def movements(self) -> list[Row]:
        """Return the rows that moved money; the n-th is the n-th entry in the ledger."""
        return [row for row in self.rows if row.delta_minor]


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """The whole of it: accounts in the order of their number."""

    districts: tuple[District, ...]
    histories: tuple[History, ...]

    @property
    def row_count(self) -> int:
        """Return how many transactions there are."""
        return sum(len(history.rows) for history in self.histories)

    def first(self, count: int) -> Archive:
        """Return the archive with its first `count` accounts that have transactions."""
        lively = [history for history in self.histories if history.rows]
        return Archive(districts=self.districts, histories=tuple(lively[:count]))


def require_consistent(history: History) -> None:
    """Check that an account's rows tell one story, before any money moves.

    Raises:
        ArchiveWrong: naming the first row that does not follow from the one before.

    """
    balance_minor, day = 0, history.opened
    for place, row in enumerate(history.rows, start=1):
        where = f"account {history.account_id}, row {row.seq} (trans_id {row.trans_id})"
        if row.seq != place:
            raise ArchiveWrong(f"{where}: expected row {place}; rows are missing or doubled.")
        if row.value_date < day:
            raise ArchiveWrong(f"{where}: dated {row.value_date}, before {day}.")
        if balance_minor + row.delta_minor != row.balance_minor:
            raise ArchiveWrong(
                f"{where}: {balance_minor} and {row.delta_minor} do not make {row.balance_minor}."
            )
        if abs(row.delta_minor - row.amount_minor) > ROUNDING_MINOR:
            raise ArchiveWrong(
                f"{where}: moved {row.delta_minor}, but its amount is {row.amount_minor}."
            )
        balance_minor, day = row.balance_minor, row.value_date
