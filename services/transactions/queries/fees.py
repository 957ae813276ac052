"""What the bank charges for a product, and what was charged."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kernel.ledger import queries as ledger
from kernel.ledger.product_terms import ProductFee, Terms, in_force
from services.transactions.models import FeeCharge


def list_fees(*, day: date) -> list[tuple[Terms, ProductFee]]:
    """Return what every product costs on a day, each fee with its terms, in a stable order."""
    terms = in_force(ledger.list_terms(), day=day)
    return [
        (terms[product], fee)
        for product in sorted(terms)
        for fee in sorted(terms[product].fees, key=lambda fee: fee.code)
        if fee.amount_minor > 0
    ]


def fees_due_after(*, month: date) -> list[tuple[Terms, ProductFee]]:
    """Return what is charged for the period that ends with a month, by its first day's terms."""
    return [(terms, fee) for terms, fee in list_fees(day=month) if fee.is_due_after(month)]


def charge_of_transfer(*, transfer_id: UUID) -> list[FeeCharge]:
    """Return the fees that followed a transfer, for who reverses it."""
    return list(FeeCharge.objects.filter(cause=str(transfer_id)).order_by("kind"))
