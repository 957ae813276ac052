"""What each transaction was: the bank's side of it, and a note that says so."""

from __future__ import annotations

from typing import Final

from config.berka.archive import Row
from services.transactions.origins import Origin

_INTEREST: Final = Origin(kind="interest", purpose="interest_expense", is_history=True)
_SANCTION: Final = Origin(kind="interest", purpose="interest_income", is_history=True)
_FEE: Final = Origin(kind="fee", purpose="fees", is_history=True)
_TRANSFER: Final = Origin(kind="transfer", purpose="clearing", is_history=True)
_CASH_IN: Final = Origin(kind="deposit", purpose="cash", is_history=True)
_CASH_OUT: Final = Origin(kind="withdrawal", purpose="cash", is_history=True)

# Fees and sanction interest carry the operation of a cash withdrawal: the symbol tells them apart.
_BY_SYMBOL: Final = {
    "interest_credited": (_INTEREST, "Interest"),
    "statement_fee": (_FEE, "Statement fee"),
    "sanction_interest": (_SANCTION, "Sanction interest"),
}
_TRANSFERS: Final = {"transfer_in": "Transfer from", "transfer_out": "Transfer to"}
_CARD: Final = "card_withdrawal"


def origin_of(row: Row) -> Origin:
    """Return the bank's side of a row. Which way the money went is its difference's sign."""
    if row.k_symbol in _BY_SYMBOL:
        return _BY_SYMBOL[row.k_symbol][0]
    if row.operation in _TRANSFERS:
        return _TRANSFER
    return _CASH_IN if row.delta_minor > 0 else _CASH_OUT


def note_of(row: Row) -> str:
    """Return what a statement says about a row, such as "Transfer to YZ/87144583, household"."""
    if row.k_symbol in _BY_SYMBOL:
        return _BY_SYMBOL[row.k_symbol][1]
    if row.operation in _TRANSFERS:
        what = f"{_TRANSFERS[row.operation]} {row.partner or 'another bank'}"
    elif row.operation == _CARD:
        what = "Card withdrawal"
    else:
        what = "Cash deposit" if row.delta_minor > 0 else "Cash withdrawal"
    purpose = "" if row.k_symbol in ("", "unspecified") else row.k_symbol.replace("_", " ")
    return f"{what}, {purpose}" if purpose else what
