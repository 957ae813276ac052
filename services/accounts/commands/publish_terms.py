"""Hand the fees and limits of a product to the ledger: what it says is what is charged."""

from __future__ import annotations

from datetime import date, datetime

from kernel.ledger import commands as ledger
from kernel.ledger.product_terms import LIMIT_KINDS, ProductFee
from services.accounts.models import AccountType, Terms


def publish_terms(
    product: AccountType, terms: Terms, *, number: int, from_date: date, now: datetime
) -> None:
    """Write a version's fees and limits, in the transaction that wrote the version."""
    limits = {kind: getattr(terms, f"limit_{kind}_minor") for kind in LIMIT_KINDS}
    ledger.set_terms(
        product=product.code,
        number=number,
        currency=product.currency,
        from_date=from_date,
        fees=[ProductFee(**fee) for fee in terms.fees],
        limits={kind: minor for kind, minor in limits.items() if minor is not None},
        now=now,
    )
