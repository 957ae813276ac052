"""What the bank charges for a product, and what was charged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.transactions.models import Fee, FeeCharge


def fees_in_force(*, day: date, period: str, products: Iterable[str] | None = None) -> list[Fee]:
    """Return the fees that count on a day: of each product, kind and currency the latest."""
    rows = Fee.objects.filter(period=period, from_date__lte=day)
    if products is not None:
        rows = rows.filter(product__in=list(products))
    return in_force(rows.order_by("from_date", "id"), day=day)


def in_force(fees: Iterable[Fee], *, day: date) -> list[Fee]:
    """Return which of some fees, in the order of their first days, count on a day."""
    latest = {(fee.product, fee.kind, fee.currency): fee for fee in fees if fee.from_date <= day}
    return [fee for fee in latest.values() if fee.amount_minor > 0]


def list_fees(*, day: date) -> list[Fee]:
    """Return what every product costs on a day, in a stable order."""
    found = [fee for period in Fee.Period.values for fee in fees_in_force(day=day, period=period)]
    return sorted(found, key=lambda fee: (fee.product, fee.kind, fee.currency))


def charge_of_transfer(*, transfer_id: UUID) -> list[FeeCharge]:
    """Return the fees that followed a transfer, for who reverses it."""
    return list(FeeCharge.objects.filter(cause=str(transfer_id)).order_by("kind"))
