"""Transactions and people of the prepared `*.csv.gz` files, whose order is known (`seq`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import attrgetter

from config.berka.archive import ArchiveWrong, Client, District, Row
from config.berka.source import AccountRecord, Source, partner_of
from config.berka.tables import PreparedTables, Record


def read_prepared(tables: PreparedTables) -> Source:
    """Return what the prepared files say.

    Raises:
        ArchiveWrong: the transactions are not as many as an account says it has.

    """
    accounts = list(tables.read("accounts"))
    rows = _read_rows(tables)
    for record in accounts:
        found = len(rows.get(int(record["account_id"]), ()))
        if found != int(record["tx_rows"]):
            raise ArchiveWrong(
                f"account {record['account_id']}: {found} transactions, "
                f"but {record['tx_rows']} were announced."
            )
    return Source(
        districts=[
            District(district_id=int(record["district_id"]), name=record["name"])
            for record in tables.read("districts")
        ],
        accounts=[
            AccountRecord(
                account_id=int(record["account_id"]),
                district_id=int(record["district_id"]),
                opened=date.fromisoformat(record["opened"]),
            )
            for record in accounts
        ],
        clients=[
            Client(
                client_id=int(record["client_id"]),
                born=date.fromisoformat(record["birth_date"]),
            )
            for record in tables.read("clients")
        ],
        dispositions=[
            (int(record["account_id"]), int(record["client_id"]), record["role"] == "owner")
            for record in tables.read("dispositions")
        ],
        rows=rows,
    )


def _read_rows(tables: PreparedTables) -> Mapping[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for record in tables.read("transactions"):
        rows[int(record["account_id"])].append(_row(record))
    for history in rows.values():
        history.sort(key=attrgetter("seq"))
    return rows


def _row(record: Record) -> Row:
    amount_minor = int(record["amount_minor"])
    return Row(
        trans_id=int(record["trans_id"]),
        seq=int(record["seq"]),
        value_date=date.fromisoformat(record["date"]),
        amount_minor=amount_minor if record["type"] == "deposit" else -amount_minor,
        delta_minor=int(record["delta_minor"]),
        balance_minor=int(record["balance_minor"]),
        operation=record["operation"],
        k_symbol=record["k_symbol"],
        partner=partner_of(bank=record["partner_bank"], account=record["partner_account"]),
    )
