"""What a movement is answered with: stored with it, repeated byte for byte."""

from __future__ import annotations

from typing import Any

from kernel.ledger.records import Movement, PostingAccount
from kernel.money import format_amount


def transfer_receipt(movement: Movement) -> dict[str, Any]:
    """Return the answer to a transfer."""
    return {
        **_common(movement),
        "from_account": _party(movement.debit),
        "to_account": _party(movement.credit),
        "balances": _balances(movement.debit, movement.credit),
    }


def cash_receipt(movement: Movement, *, account: PostingAccount) -> dict[str, Any]:
    """Return the answer to a deposit or a withdrawal."""
    return {
        **_common(movement),
        "account": _party(account),
        "balances": _balances(account),
    }


def _common(movement: Movement) -> dict[str, Any]:
    return {
        "id": str(movement.id),
        "status": "posted",
        "type": movement.kind,
        "amount": format_amount(movement.amount_minor, currency=movement.currency),
        "currency": movement.currency,
        "note": movement.note,
        "posted_at": movement.posted_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "value_date": movement.value_date.isoformat(),
    }


def _party(account: PostingAccount) -> dict[str, str]:
    return {"id": str(account.id), "number": account.number, "title": account.title}


def _balances(*accounts: PostingAccount) -> list[dict[str, str]]:
    # Only of those that the asker may see.
    return [
        {
            "account": str(account.id),
            "balance": format_amount(account.balance_minor, currency=account.currency),
            "available": format_amount(account.available_minor, currency=account.currency),
        }
        for account in accounts
        if account.access is not None
    ]
