"""Agree on what accounts of a product cost and may pay, from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from kernel.ids import new_id
from kernel.ledger.models import ProductTerms, TermsVersion
from kernel.ledger.product_terms import FEE_TIMES, LIMIT_KINDS, ProductFee


@transaction.atomic
def set_terms(
    *,
    product: str,
    number: int,
    currency: str,
    from_date: date,
    fees: Iterable[ProductFee],
    limits: Mapping[str, int],
    now: datetime,
) -> None:
    """Write a version of a product's fees and limits; near the end of the caller's transaction.

    It waits for the payments under way: each of them counts by the terms that it has begun with.
    """
    fees = list(fees)
    assert len({fee.code for fee in fees}) == len(fees)
    assert all(fee.when in FEE_TIMES and fee.amount_minor >= 0 for fee in fees)
    assert set(limits) <= set(LIMIT_KINDS)
    ProductTerms.objects.create(
        product=product,
        number=number,
        currency=currency,
        from_date=from_date,
        fees=[asdict(fee) for fee in fees],
        limits=dict(limits),
        created_at=now,
    )
    TermsVersion.objects.update_or_create(id=TermsVersion.ONLY, defaults={"version": new_id()})
