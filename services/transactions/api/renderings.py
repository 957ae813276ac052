"""Reads as JSON content: amounts as text, ids as text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kernel.ledger.product_terms import ProductFee, Terms
from kernel.ledger.queries.transactions import Transaction
from kernel.ledger.queries.transfers import Party, PostedTransfer
from kernel.ledger.records import Balance
from kernel.money import format_amount
from services.transactions.models import OrderExecution, Payee
from services.transactions.queries.limits import LimitState
from services.transactions.queries.payees import cooling_until
from services.transactions.queries.standing_orders import Upcoming
from services.transactions.thresholds import amount_of


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
        "status": "reversed" if transaction.reversed_by_id else "posted",
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
        **_undoing(transaction),
        "category": None,
    }


def transfer_content(transfer: PostedTransfer) -> dict[str, Any]:
    """Return a transfer as it was posted; balances have moved on since and are not repeated."""
    return {
        "id": str(transfer.id),
        "status": "reversed" if transfer.reversed_by_id else "posted",
        "type": transfer.kind,
        "amount": format_amount(transfer.amount_minor, currency=transfer.currency),
        "currency": transfer.currency,
        "note": transfer.note,
        "posted_at": instant(transfer.posted_at),
        "value_date": transfer.value_date.isoformat(),
        "from_account": _party(transfer.debit),
        "to_account": _party(transfer.credit),
        **_undoing(transfer),
        "balances": [],
    }


def _undoing(one: Transaction | PostedTransfer) -> dict[str, str]:
    # Only of what is a reversal or was reversed: everything else is as it was answered first.
    ids = {"reverses": one.reverses_id, "reversed_by": one.reversed_by_id}
    return {name: str(value) for name, value in ids.items() if value is not None}


def payee_content(payee: Payee, *, now: datetime) -> dict[str, Any]:
    """Return a saved payee as its owner sees it."""
    until = cooling_until(payee)
    is_cooling = until is not None and now < until
    left_minor = amount_of("PAYEE_COOLING_LIMIT", currency=payee.currency) - payee.cooling_minor
    remaining = format_amount(max(left_minor, 0), currency=payee.currency)
    assert payee.added_at is not None
    return {
        "id": str(payee.id),
        "name": payee.name,
        "nickname": payee.nickname,
        "number": payee.number,
        "currency": payee.currency,
        "name_check": payee.name_check,
        "added_at": instant(payee.added_at),
        "last_used_at": instant(payee.last_paid_at) if payee.last_paid_at else None,
        "cooling_off": (
            {"until": instant(until), "remaining": remaining} if until and is_cooling else None
        ),
    }


def limit_content(state: LimitState) -> dict[str, Any]:
    """Return a limit with what is left of it."""
    currency = state.agreed.currency
    return {
        "id": str(state.id),
        "kind": state.agreed.kind,
        "product": state.product,
        "source": state.agreed.source,
        "currency": currency,
        "amount": format_amount(state.agreed.amount_minor, currency=currency),
        "used": format_amount(state.used_minor, currency=currency),
        "remaining": format_amount(state.remaining_minor, currency=currency),
        "first_date": state.first_date.isoformat(),
        "last_date": state.last_date.isoformat(),
    }


def fee_content(terms: Terms, fee: ProductFee) -> dict[str, Any]:
    """Return a line of the price list."""
    return {
        "product": terms.product,
        "code": fee.code,
        "kind": fee.kind,
        "when": fee.when,
        "currency": terms.currency,
        "amount": format_amount(fee.amount_minor, currency=terms.currency),
        "from_date": terms.from_date.isoformat(),
    }


def execution_content(execution: OrderExecution, *, currency: str) -> dict[str, Any]:
    """Return what became of an order on one day."""
    return {
        "id": str(execution.id),
        "due_date": execution.due_date.isoformat(),
        "status": execution.status,
        "attempts": execution.attempts,
        "amount": format_amount(execution.amount_minor, currency=currency),
        "currency": currency,
        "code": execution.code,
        "text": execution.text,
        "transfer_id": str(execution.transfer_id) if execution.transfer_id else None,
        "decided_at": instant(execution.decided_at),
    }


def upcoming_content(upcoming: Upcoming) -> dict[str, Any]:
    """Return a day of an order that is still to come."""
    order = upcoming.order
    return {
        "date": upcoming.day.isoformat(),
        "standing_order": str(order.id),
        "from_account": str(order.account_id),
        "to_account": {
            "id": str(order.to_account_id),
            "number": order.to_number,
            "name": order.to_name,
        },
        "amount": format_amount(order.amount_minor, currency=order.currency),
        "currency": order.currency,
        "note": order.note,
        "is_skipped": upcoming.is_skipped,
    }


def _party(account: Party) -> dict[str, str]:
    return {"id": str(account.id), "number": account.number, "title": account.title}
