"""Reads as JSON content: amounts as text, ids as text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kernel.ledger.queries.transactions import Transaction
from kernel.ledger.queries.transfers import Party, PostedTransfer
from kernel.ledger.records import Balance
from kernel.money import format_amount


def instant(moment: datetime) -> str:
    """Return an instant in UTC as text."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def balance_content(balance: Balance) -> dict[str, Any]:
    """Return a balance."""
    as_of = balance.as_of
    return {
        "account": str(balance.account_id),
        "balance": format_amount(balance.balance_minor, currency=balance.currency),
        "available": format_amount(balance.available_minor, currency=balance.currency),
        "held": format_amount(balance.held_minor, currency=balance.currency),
        "currency": balance.currency,
        "as_of": instant(as_of) if isinstance(as_of, datetime) else as_of.isoformat(),
    }


def transaction_content(transaction: Transaction) -> dict[str, Any]:
    """Return a transaction. The amount has no sign: `direction` says which way."""
    currency = transaction.currency
    return {
        "id": str(transaction.id),
        "transfer_id": str(transaction.transfer_id),
        "status": "posted",
        "account": str(transaction.account_id),
        "type": transaction.type,
        "direction": "in" if transaction.amount_minor > 0 else "out",
        "amount": format_amount(abs(transaction.amount_minor), currency=currency),
        "currency": currency,
        "balance_after": format_amount(transaction.balance_minor, currency=currency),
        "note": transaction.note,
        "counterparty": {
            "name": transaction.counterparty_name,
            "number": transaction.counterparty_number,
        },
        "posted_at": instant(transaction.posted_at),
        "value_date": transaction.value_date.isoformat(),
        "category": None,
    }


def transfer_content(transfer: PostedTransfer) -> dict[str, Any]:
    """Return a transfer as it was posted; balances have moved on since and are not repeated."""
    return {
        "id": str(transfer.id),
        "status": "posted",
        "type": transfer.kind,
        "amount": format_amount(transfer.amount_minor, currency=transfer.currency),
        "currency": transfer.currency,
        "note": transfer.note,
        "posted_at": instant(transfer.posted_at),
        "value_date": transfer.value_date.isoformat(),
        "from_account": _party(transfer.debit),
        "to_account": _party(transfer.credit),
        "balances": [],
    }


def _party(account: Party) -> dict[str, str]:
    return {"id": str(account.id), "number": account.number, "title": account.title}
