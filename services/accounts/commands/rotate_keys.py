"""Bring customers to the bank's newest keys, a chunk at a time.

A new data key wraps each person's key again; a new index key makes the search tokens anew. Both
can be stopped anywhere: what is done is seen on the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import transaction

from services.accounts.commands.customer_tokens import refresh_tokens
from services.accounts.models import Customer
from services.accounts.sealing import is_wrapped_by_newest, rewrap_key
from services.accounts.search import index_mark

CHUNK = 200


def rotate_keys(*, chunk: int = CHUNK, on_done: Callable[[int], None] = lambda _count: None) -> int:
    """Wrap keys and make tokens with the newest keys, and return how many customers were changed.

    `on_done` is called with how many customers have been looked at.
    """
    changed = seen = 0
    for ids in _chunks(chunk):
        with transaction.atomic(durable=True):
            changed += sum(_rotate(customer_id) for customer_id in ids)
        seen += len(ids)
        on_done(seen)
    return changed


def _chunks(size: int) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        customers = Customer.objects.order_by("id")
        if last is not None:
            customers = customers.filter(id__gt=last)
        ids = list(customers.values_list("id", flat=True)[:size])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _rotate(customer_id: UUID) -> bool:
    customer = Customer.objects.select_for_update().get(id=customer_id)
    if customer.data_key is None:
        return False
    is_wrapped = is_wrapped_by_newest(customer.data_key)
    is_indexed = bytes(customer.index_mark) == index_mark()
    if not is_wrapped:
        customer.data_key = rewrap_key(customer.data_key, person_id=customer.id)
        customer.save(update_fields=["data_key"])
    if not is_indexed:
        refresh_tokens(customer)
    return not (is_wrapped and is_indexed)
