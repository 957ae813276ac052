"""The archive's standing orders: what was ordered, and the transfers that the bank recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from config.berka.archive import Archive, ArchiveWrong, History
from config.berka.source import partner_of
from config.berka.tables import PreparedTables

_TRANSFER_OUT: Final = "transfer_out"


@dataclass(frozen=True, kw_only=True, slots=True)
class RealOrder:
    """A standing order that shows in an account's transactions.

    `recorded` are the days on which the bank carried it out; it runs to `last_date`, the day of the
    account's last transaction.
    """

    order_id: int
    history: History
    partner: str
    amount_minor: int
    recorded: tuple[date, ...]
    last_date: date

    @property
    def first_date(self) -> date:
        """Return the day it was first carried out."""
        return self.recorded[0]


def read_orders(path: Path, *, archive: Archive) -> list[RealOrder]:
    """Return the orders that were ever carried out, those that began first first.

    Raises:
        ArchiveWrong: the files say of an order what the transactions do not.

    """
    tables = PreparedTables(path)
    if not tables.has("orders"):
        raise ArchiveWrong(f"{path} has no orders.csv.gz.")
    histories = {history.account_id: history for history in archive.histories}
    recorded = {number: _transfers(history) for number, history in histories.items()}
    found = []
    for record in tables.read("orders"):
        if not int(record["exec_seen"]):
            continue
        history = histories[int(record["account_id"])]
        partner = partner_of(bank=record["bank_to"], account=record["account_to"])
        days = recorded[history.account_id].pop((partner, int(record["amount_minor"])), [])
        if len(days) != int(record["exec_seen"]) or days[0].isoformat() != record["exec_first"]:
            raise ArchiveWrong(f"order {record['order_id']}: its transfers are not as announced.")
        found.append(
            RealOrder(
                order_id=int(record["order_id"]),
                history=history,
                partner=partner,
                amount_minor=int(record["amount_minor"]),
                recorded=tuple(days),
                last_date=history.rows[-1].value_date,
            )
        )
    if strays := sum(len(days) for days in recorded.values()):
        raise ArchiveWrong(f"{strays} kinds of outgoing transfers belong to no order.")
    return sorted(found, key=lambda order: (order.first_date, order.order_id))


def _transfers(history: History) -> dict[tuple[str, int], list[date]]:
    days: dict[tuple[str, int], list[date]] = defaultdict(list)
    for row in history.rows:
        if row.operation == _TRANSFER_OUT:
            days[row.partner, -row.amount_minor].append(row.value_date)
    return days
