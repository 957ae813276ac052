"""Everybody who holds an account, or one of a product, a page at a time: for what they are told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kernel.ledger.models import Account, Holder


@dataclass(frozen=True, kw_only=True, slots=True)
class PeoplePage:
    """Those of a page who hold a product; `through` is the last one that was looked at."""

    ids: list[UUID]
    through: UUID | None
    has_more: bool


def list_people(*, products: Collection[str], after: UUID | None, limit: int) -> PeoplePage:
    """Look at the next `limit` people and return those with an open account of these products.

    Without products, of any.
    """
    holders = Holder.objects.order_by("person_id")
    if after is not None:
        holders = holders.filter(person_id__gt=after)
    seen = list(holders.values_list("person_id", flat=True).distinct()[:limit])
    open_ones = Holder.objects.filter(person_id__in=seen).exclude(
        account__status=Account.Status.CLOSED
    )
    if products:
        open_ones = open_ones.filter(account__product__in=products)
    wanted = set(open_ones.values_list("person_id", flat=True))
    return PeoplePage(
        ids=[person_id for person_id in seen if person_id in wanted],
        through=seen[-1] if seen else after,
        has_more=len(seen) == limit,
    )
