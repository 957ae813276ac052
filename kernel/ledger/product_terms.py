"""The terms of a product as they are handed about: its fees and its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

EACH_PAYMENT: Final = "each"
# When a fee is charged, and after which months of the year a periodic one is.
MONTHS_OF: Final[Mapping[str, frozenset[int]]] = {
    "monthly": frozenset(range(1, 13)),
    "quarterly": frozenset({3, 6, 9, 12}),
    "yearly": frozenset({12}),
}
FEE_TIMES: Final = (EACH_PAYMENT, *MONTHS_OF)
# How much a person may pay to others: by one transfer, or in the sum of a period.
LIMIT_KINDS: Final = ("transfer", "day", "week", "month")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductFee:
    """A fee in minor units: with `each` payment to somebody else, or for a period that is over.

    `code` is its name in the product; `kind` is what sort of fee it is.
    """

    code: str
    kind: str
    when: str
    amount_minor: int

    def is_due_after(self, month: date) -> bool:
        """Return whether it is charged for the period that ends with a month."""
        return month.month in MONTHS_OF.get(self.when, ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A version of a product's fees and limits."""

    product: str
    number: int
    currency: str
    from_date: date
    fees: tuple[ProductFee, ...]
    limits: Mapping[str, int]


def in_force(terms: Iterable[Terms], *, day: date) -> dict[str, Terms]:
    """Return which terms of each product count on a day, by its code."""
    come = [one for one in terms if one.from_date <= day]
    return {one.product: one for one in sorted(come, key=lambda one: (one.from_date, one.number))}
