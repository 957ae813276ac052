"""An account as JSON content: what `GET` answers, and what opening stores as its answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kernel.money import format_amount
from services.accounts.queries import CustomerAccount


def account_content(account: CustomerAccount) -> dict[str, Any]:
    """Return an account: the agreement, the money and where it is kept."""
    agreed, held = account.agreed, account.held
    return {
        "id": str(held.id),
        "number": held.number,
        "title": held.title,
        "nickname": agreed.nickname,
        "account_type": {
            "id": str(agreed.account_type.id),
            "code": agreed.account_type.code,
            "name": agreed.account_type.name,
            "kind": agreed.account_type.kind,
        },
        "branch": {
            "id": str(agreed.branch.id),
            "code": agreed.branch.code,
            "name": agreed.branch.name,
        },
        "bank_name": settings.BANK_NAME,
        "currency": held.currency,
        "status": held.status,
        "access": held.access,
        "balance": format_amount(held.balance_minor, currency=held.currency),
        "available": format_amount(held.available_minor, currency=held.currency),
        "opened_at": held.opened_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
