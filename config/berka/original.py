"""Transactions and people of the original `*.asc` files: Czech words, YYMMDD dates, no order.

There is neither a sequence nor a difference in them: the order within a day is searched, and what a
row moved is its balance less the balance before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from config.berka.archive import ArchiveWrong, Client, District, Row
from config.berka.ordering import Published, put_in_order
from config.berka.source import AccountRecord, Source, partner_of
from config.berka.tables import OriginalTables, Record

_SIGNS: Final = {"PRIJEM": 1, "VYDAJ": -1, "VYBER": -1}
_OPERATIONS: Final = {
    "VKLAD": "cash_deposit",
    "PREVOD Z UCTU": "transfer_in",
    "VYBER": "cash_withdrawal",
    "PREVOD NA UCET": "transfer_out",
    "VYBER KARTOU": "card_withdrawal",
    "": "interest",
}
_SYMBOLS: Final = {
    "UROK": "interest_credited",
    "SLUZBY": "statement_fee",
    "SANKC. UROK": "sanction_interest",
    "SIPO": "household",
    "POJISTNE": "insurance",
    "DUCHOD": "pension",
    "UVER": "loan_payment",
    "LEASING": "leasing",
    "": "",
}
_WOMAN: Final = 50

Word = TypeVar("Word")


def read_original(tables: OriginalTables) -> Source:
    """Return what the original files say."""
    return Source(
        districts=[
            District(district_id=int(record["A1"]), name=record["A2"])
            for record in tables.read("district")
        ],
        accounts=[
            AccountRecord(
                account_id=int(record["account_id"]),
                district_id=int(record["district_id"]),
                opened=_day(record["date"]),
            )
            for record in tables.read("account")
        ],
        clients=[
            Client(client_id=int(record["client_id"]), born=_born(record["birth_number"]))
            for record in tables.read("client")
        ],
        dispositions=[
            (int(record["account_id"]), int(record["client_id"]), record["type"] == "OWNER")
            for record in tables.read("disp")
        ],
        rows=_read_rows(tables),
    )


def _read_rows(tables: OriginalTables) -> Mapping[int, list[Row]]:
    published: dict[int, list[Published]] = defaultdict(list)
    for record in tables.read("trans"):
        published[int(record["account_id"])].append(_published(record))
    return {
        account_id: _with_differences(put_in_order(rows, account_id=account_id))
        for account_id, rows in published.items()
    }


def _with_differences(rows: Sequence[Published]) -> list[Row]:
    before = [0, *(row.balance_minor for row in rows)]
    return [
        Row(
            trans_id=row.trans_id,
            seq=seq,
            value_date=row.value_date,
            amount_minor=row.amount_minor,
            delta_minor=row.balance_minor - balance_before,
            balance_minor=row.balance_minor,
            operation=row.operation,
            k_symbol=row.k_symbol,
            partner=row.partner,
        )
        for seq, (row, balance_before) in enumerate(zip(rows, before, strict=False), start=1)
    ]


def _published(record: Record) -> Published:
    return Published(
        trans_id=int(record["trans_id"]),
        value_date=_day(record["date"]),
        amount_minor=_word(_SIGNS, record["type"]) * _minor(record["amount"]),
        balance_minor=_minor(record["balance"]),
        operation=_word(_OPERATIONS, record["operation"]),
        k_symbol=_word(_SYMBOLS, record["k_symbol"]),
        partner=partner_of(bank=record["bank"], account=record["account"]),
    )


def _word(words: Mapping[str, Word], czech: str | None) -> Word:
    try:
        return words[(czech or "").strip()]
    except KeyError:
        raise ArchiveWrong(f"trans.asc: {czech!r} is no word of the archive.") from None


def _minor(text: str) -> int:
    try:
        minor = Decimal(text) * 100
        whole = int(minor)
    except (InvalidOperation, OverflowError, ValueError):
        raise ArchiveWrong(f"trans.asc: {text!r} is no amount.") from None
    if minor != whole:
        raise ArchiveWrong(f"trans.asc: {text!r} has more than two decimals.")
    return whole


def _day(text: str) -> date:
    """Return the day of a date written YYMMDD; all are of the twentieth century."""
    return date(1900 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def _born(birth_number: str) -> date:
    """Return the day of birth; women's months are written fifty higher."""
    month = int(birth_number[2:4])
    month -= _WOMAN if month > _WOMAN else 0
    return _day(f"{birth_number[:2]}{month:02}{birth_number[4:6]}")
