"""A product and its terms as JSON content; amounts as people read them."""

from __future__ import annotations

from typing import Any

from kernel.money import format_amount
from services.accounts.models import AccountType, Terms
from services.accounts.queries import Version


def product_content(product: AccountType, terms: Terms) -> dict[str, Any]:
    """Return a product with the terms that hold."""
    return {
        "id": str(product.id),
        "code": product.code,
        "kind": product.kind,
        "currency": product.currency,
        **terms_content(terms, currency=product.currency),
    }


def version_content(version: Version, *, currency: str) -> dict[str, Any]:
    """Return one version of a product's terms."""
    return {
        "number": version.number,
        "valid_from": version.valid_from.isoformat() if version.valid_from else None,
        **terms_content(version.terms, currency=currency),
    }


def terms_content(terms: Terms, *, currency: str) -> dict[str, Any]:
    """Return terms, each amount as text of the currency."""

    def amount(minor: int) -> str:
        return format_amount(minor, currency=currency)

    def limit(minor: int | None) -> str | None:
        return None if minor is None else amount(minor)

    return {
        "name": terms.name,
        "description": terms.description,
        "minimum_opening": amount(terms.minimum_opening_minor),
        "minimum_balance": amount(terms.minimum_balance_minor),
        "overdraft_limit": amount(terms.overdraft_minor),
        "interest_plan": terms.interest_plan,
        "fees": [
            {
                "code": fee["code"],
                "kind": fee["kind"],
                "amount": amount(fee["amount_minor"]),
                "when": fee["when"],
            }
            for fee in terms.fees
        ],
        "limit_transfer": limit(terms.limit_transfer_minor),
        "limit_day": limit(terms.limit_day_minor),
        "limit_week": limit(terms.limit_week_minor),
        "limit_month": limit(terms.limit_month_minor),
        "term_months": terms.term_months,
        "is_offered": terms.is_offered,
        "needs_approval": terms.needs_approval,
    }
