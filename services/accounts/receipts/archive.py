"""A closed account as JSON content."""

from __future__ import annotations

from typing import Any

from kernel.money import format_amount
from services.accounts.models import ClosedAccount, Restoration
from services.accounts.receipts.instants import instant


def closing_content(closing: ClosedAccount, *, for_bank: bool) -> dict[str, Any]:
    """Return a closing; who did it and what staff wrote are for the bank alone."""
    restoration: Restoration | None = getattr(closing, "restoration", None)
    by_customer = closing.closed_by == closing.customer_id
    snapshot = dict(closing.snapshot)
    if not for_bank:
        snapshot["freezes"] = [one for one in snapshot["freezes"] if one["by"] == "customer"]
    return {
        "id": str(closing.id),
        "account": str(closing.account_id),
        "customer": str(closing.customer_id),
        "number": closing.number,
        "reason": closing.reason,
        "comment": closing.comment if for_bank or by_customer else "",
        "closed_by": str(closing.closed_by) if for_bank or by_customer else None,
        "approved_by": str(closing.approved_by) if for_bank and closing.approved_by else None,
        "closed_at": instant(closing.closed_at),
        "currency": closing.currency,
        "balance": format_amount(closing.balance_minor, currency=closing.currency),
        "swept_to": closing.swept_to,
        "sweep_transfer": str(closing.sweep_transfer_id) if closing.sweep_transfer_id else None,
        "last_posted_at": instant(closing.last_posted_at),
        "restored_at": None if restoration is None else instant(restoration.restored_at),
        "snapshot": snapshot,
    }
