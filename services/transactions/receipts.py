"""What a movement is answered with: stored with it, repeated byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.ledger.records import Movement, PostingAccount, Reservation
from kernel.money import format_amount
from services.transactions.models import CashMovement, StandingOrder
from services.transactions.queries.standing_orders import schedule_of


def transfer_receipt(movement: Movement, *, fee_minor: int = 0) -> dict[str, Any]:
    """Return the answer to a transfer; a fee is named where there was one."""
    fee = {"fee": format_amount(fee_minor, currency=movement.currency)} if fee_minor else {}
    return {
        **_common(movement),
        **fee,
        "from_account": _party(movement.debit),
        "to_account": _party(movement.credit),
        "balances": _balances(movement.debit, movement.credit),
    }


def reversal_receipt(movements: Sequence[Movement], *, original_id: UUID) -> dict[str, Any]:
    """Return the answer to a reversal: its own movement first, then those of its fees."""
    main, *fees = movements
    return {
        **transfer_receipt(main),
        "reverses": str(original_id),
        "fees": [
            {
                "id": str(fee.id),
                "amount": format_amount(fee.amount_minor, currency=fee.currency),
                "currency": fee.currency,
            }
            for fee in fees
        ],
    }


def hold_content(hold: Reservation) -> dict[str, Any]:
    """Return a hold as it is answered."""
    left_minor = hold.amount_minor - hold.captured_minor if hold.status == "active" else 0
    return {
        "id": str(hold.id),
        "status": hold.status,
        "account": str(hold.account_id),
        "to_account": str(hold.payee_id),
        "amount": format_amount(hold.amount_minor, currency=hold.currency),
        "captured": format_amount(hold.captured_minor, currency=hold.currency),
        "remaining": format_amount(left_minor, currency=hold.currency),
        "currency": hold.currency,
        "reason": hold.reason,
        "created_at": _instant(hold.created_at),
        "expires_at": _instant(hold.expires_at),
        "ended_at": _instant(hold.ended_at),
    }


def _instant(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def cash_receipt(
    movement: Movement, *, account: PostingAccount, paper: CashMovement | None
) -> dict[str, Any]:
    """Return the answer to a deposit or a withdrawal; history that is imported has no paper.

    Staff see the new balance of the account that they serve.
    """
    written = paper_content(paper) if paper else {}
    served = () if paper is None or paper.teller_id is None else (account.id,)
    return {
        **_common(movement),
        **written,
        "account": _party(account),
        "balances": _balances(account, served=served),
    }


def paper_content(paper: CashMovement) -> dict[str, Any]:
    """Return what a receipt on paper says beside the movement."""
    return {
        "channel": paper.channel,
        "branch": paper.branch,
        "receipt_number": paper.receipt_number,
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


def _balances(*accounts: PostingAccount, served: Collection[UUID] = ()) -> list[dict[str, str]]:
    # Only of those that the asker may see.
    return [
        {
            "account": str(account.id),
            "balance": format_amount(account.balance_minor, currency=account.currency),
            "available": format_amount(account.available_minor, currency=account.currency),
        }
        for account in accounts
        if account.access is not None or account.id in served
    ]


def order_content(order: StandingOrder) -> dict[str, Any]:
    """Return a standing order; stored with its creation, and shown whenever it is asked for."""
    return {
        "id": str(order.id),
        "status": order.status,
        "from_account": str(order.account_id),
        "to_account": {
            "id": str(order.to_account_id),
            "number": order.to_number,
            "name": order.to_name,
        },
        "amount": format_amount(order.amount_minor, currency=order.currency),
        "currency": order.currency,
        "note": order.note,
        "frequency": order.frequency,
        "interval": order.interval,
        "day_of_month": order.day_of_month,
        "first_date": order.first_date.isoformat(),
        "end_date": _day(order.end_date),
        "max_executions": order.max_executions,
        "retry_days": order.retry_days,
        "skipped_dates": list(order.skipped_dates),
        "next_date": _day(order.next_date),
        "settled_count": order.settled_count,
        "schedule": schedule_of(order).text(),
        "created_at": order.created_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
