"""The limits and payment fees of products, kept in the process for as long as nobody changes them.

A balance or a counter is never kept: only what staff have agreed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.transactions.models import Fee, Limit
from services.transactions.queries.fees import in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductRules:
    """Limits by product and currency, then by kind, in minor units; the fees of payments."""

    limits: Mapping[tuple[str, str], Mapping[str, int]]
    fees: Mapping[tuple[str, str], Sequence[Fee]]

    def limits_of(self, *, product: str, currency: str) -> Mapping[str, int]:
        """Return the limits of a product; a kind that is not there is the bank's."""
        return self.limits.get((product, currency), {})

    def payment_fees(self, *, product: str, currency: str, day: date) -> list[Fee]:
        """Return what a payment costs on a day."""
        return in_force(self.fees.get((product, currency), ()), day=day)


_kept: tuple[UUID, ProductRules] | None = None


def get_rules(version: UUID | None) -> ProductRules:
    """Return the rules of a version that was read in this transaction; None keeps nothing."""
    global _kept  # noqa: PLW0603  (one for the process)
    kept = _kept
    if kept is not None and kept[0] == version:
        return kept[1]
    rules = _read()
    if version is not None:
        _kept = (version, rules)
    return rules


def _read() -> ProductRules:
    limits: dict[tuple[str, str], dict[str, int]] = {}
    for limit in Limit.objects.filter(person_id__isnull=True):
        of = limits.setdefault((limit.product, limit.currency), {})
        of[limit.kind] = limit.amount_minor
    fees: dict[tuple[str, str], list[Fee]] = {}
    for fee in Fee.objects.filter(period=Fee.Period.TRANSFER).order_by("from_date", "id"):
        fees.setdefault((fee.product, fee.currency), []).append(fee)
    return ProductRules(limits=limits, fees=fees)
