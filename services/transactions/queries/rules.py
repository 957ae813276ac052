"""The terms of products, kept in the process for as long as nobody agrees on others.

A balance or a counter is never kept: only what was agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.ledger import queries as ledger
from kernel.ledger.product_terms import EACH_PAYMENT, ProductFee, Terms, in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductRules:
    """Every version of the terms of each product, by its code."""

    terms: Mapping[str, Sequence[Terms]]

    @classmethod
    def of(cls, terms: Iterable[Terms]) -> ProductRules:
        """Return the rules that some terms make."""
        found: dict[str, list[Terms]] = {}
        for one in terms:
            found.setdefault(one.product, []).append(one)
        return cls(terms=found)

    def limits_of(self, *, product: str, currency: str, day: date) -> Mapping[str, int]:
        """Return the limits of a product on a day; a kind that is not there is the bank's."""
        terms = self._in_force(product, currency=currency, day=day)
        return terms.limits if terms else {}

    def payment_fees(self, *, product: str, currency: str, day: date) -> list[ProductFee]:
        """Return what a payment costs on a day."""
        terms = self._in_force(product, currency=currency, day=day)
        fees = terms.fees if terms else ()
        return [fee for fee in fees if fee.when == EACH_PAYMENT and fee.amount_minor > 0]

    def _in_force(self, product: str, *, currency: str, day: date) -> Terms | None:
        terms = in_force(self.terms.get(product, ()), day=day).get(product)
        return terms if terms is not None and terms.currency == currency else None


_kept: tuple[UUID, ProductRules] | None = None


def get_rules(version: UUID | None = None) -> ProductRules:
    """Return the rules of a version that was read in this transaction; None keeps nothing."""
    global _kept  # noqa: PLW0603  (one for the process)
    kept = _kept
    if version is not None and kept is not None and kept[0] == version:
        return kept[1]
    rules = ProductRules.of(ledger.list_terms())
    if version is not None:
        _kept = (version, rules)
    return rules
