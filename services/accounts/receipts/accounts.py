"""An account as JSON content: what `GET` answers, and what opening stores as its answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kernel.ledger import queries as ledger
from kernel.money import format_amount
from services.accounts.models import (
    Account,
    Application,
    Branch,
    Freeze,
    HolderInvitation,
    StatementFrequency,
)
from services.accounts.queries import CustomerAccount
from services.accounts.receipts.instants import instant


def account_content(account: CustomerAccount) -> dict[str, Any]:
    """Return an account: the agreement, the money and where it is kept."""
    agreed, held = account.agreed, account.held
    return {
        "id": str(held.id),
        "number": held.number,
        "title": held.title,
        **_agreement(agreed, name=account.terms.name),
        "statement_frequency": agreed.statement_frequency,
        "currency": held.currency,
        "status": held.status,
        "access": held.access,
        "balance": format_amount(held.balance_minor, currency=held.currency),
        "available": format_amount(held.available_minor, currency=held.currency),
        "overdraft_limit": format_amount(-held.floor_minor, currency=held.currency),
        "minimum_balance": format_amount(held.minimum_minor, currency=held.currency),
        # Zero once the account has held it.
        "minimum_opening": format_amount(held.opening_minor, currency=held.currency),
        "opened_at": instant(held.opened_at),
        "closed_at": instant(agreed.closed_at),
        "dormant_at": instant(agreed.dormant_at),
        "freezes": [_freeze(one, for_bank=account.by_bank) for one in account.freezes],
    }


def application_content(asked: Application) -> dict[str, Any]:
    """Return an account that is not open (yet) in the shape of an account; it has no number."""
    product = asked.account_type
    nothing = format_amount(0, currency=product.currency)
    return {
        "id": str(asked.id),
        "number": "",
        "title": "",
        **_agreement(asked, name=product.name),
        "statement_frequency": StatementFrequency.MONTHLY.value,
        "currency": product.currency,
        "status": asked.status,
        "access": "owner",
        "balance": nothing,
        "available": nothing,
        "overdraft_limit": nothing,
        "minimum_balance": nothing,
        "minimum_opening": nothing,
        "opened_at": instant(asked.applied_at),
        "closed_at": None,
        "dormant_at": None,
        "freezes": [],
    }


def invitation_content(offered: HolderInvitation) -> dict[str, Any]:
    """Return a right that is offered; the account only by what a payer may know of it."""
    known = ledger.get_known_accounts(account_ids=[offered.account_id])[offered.account_id]
    return {
        "id": str(offered.id),
        "account": str(offered.account_id),
        "number": known.number,
        "title": known.title,
        "customer": str(offered.person_id),
        "access": offered.access,
        "invited_by": str(offered.invited_by),
        "expires_at": instant(offered.expires_at),
    }


def _agreement(agreed: Account | Application, *, name: str) -> dict[str, Any]:
    product = agreed.account_type
    return {
        "nickname": agreed.nickname,
        "account_type": {
            "id": str(product.id),
            "code": product.code,
            "name": name,
            "kind": product.kind,
        },
        "branch": _office(agreed.branch),
        "bank_name": settings.BANK_NAME,
        "bank_bic": settings.BANK_BIC,
    }


def _office(branch: Branch) -> dict[str, str]:
    return {
        "id": str(branch.id),
        "code": branch.code,
        "name": branch.name,
        "street": branch.street,
        "postal_code": branch.postal_code,
        "city": branch.city,
        "phone": branch.phone,
    }


def _freeze(freeze: Freeze, *, for_bank: bool) -> dict[str, Any]:
    # Why the bank stopped an account is not always for the holder to know.
    is_told = for_bank or freeze.side == Freeze.Side.CUSTOMER
    return {
        "id": str(freeze.id),
        "scope": freeze.scope,
        "by": freeze.side,
        "reason": freeze.reason if is_told else "",
        "placed_at": instant(freeze.placed_at),
    }
