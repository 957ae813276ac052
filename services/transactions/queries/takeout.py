"""All that this service holds on a person, for the archive that they take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from kernel.ledger import queries as books
from kernel.ledger.queries.transactions import position_of
from kernel.money import format_amount
from kernel.personal import Table
from services.transactions.models import (
    Batch,
    BatchItem,
    CashMovement,
    FeeCharge,
    Limit,
    OrderExecution,
    Payee,
    StandingOrder,
    Statement,
    Webhook,
)

_PAGE: Final = 500
_MONEY: Final = "_minor"
_NEWEST: Final = "-posted_at"


def tables_of(person_id: UUID) -> list[Table]:
    """Return the tables of a person: what they did and agreed, and what moved on their accounts."""
    held = books.list_held_accounts(person_id=person_id)
    accounts = [account.id for account in held if account.access != "view"]
    orders = StandingOrder.objects.filter(person_id=person_id)
    batches = Batch.objects.filter(actor_id=person_id)
    return [
        Table(name="transactions", rows=partial(_transactions, accounts)),
        _table(
            "payees",
            Payee.objects.filter(person_id=person_id),
            "id number currency name nickname name_check added_at deleted_at first_paid_at "
            "last_paid_at",
        ),
        _table(
            "limits",
            Limit.objects.filter(person_id=person_id),
            "kind currency amount_minor changed_at",
        ),
        _table(
            "standing_orders",
            orders,
            "id account_id to_number to_name amount_minor currency note frequency interval "
            "first_date end_date status next_date created_at changed_at",
        ),
        _table(
            "standing_order_days",
            OrderExecution.objects.filter(order__in=orders),
            "order_id due_date status code text transfer_id decided_at",
        ),
        _table(
            "batches",
            batches,
            "id source reference mode status item_count posted_count refused_count created_at",
        ),
        Table(name="batch_items", rows=partial(_batch_items, batches)),
        _table(
            "receipts",
            CashMovement.objects.filter(account_id__in=accounts),
            "transfer_id account_id kind channel branch receipt_number amount_minor currency "
            "created_at",
        ),
        _table(
            "fees",
            FeeCharge.objects.filter(account_id__in=accounts),
            "account_id kind cause amount_minor currency status transfer_id created_at",
        ),
        _table(
            "statements",
            Statement.objects.filter(account_id__in=accounts),
            "id account_id number title from_date to_date currency opening_minor closing_minor "
            "created_at",
        ),
        _table(
            "webhooks",
            Webhook.objects.filter(person_id=person_id),
            "id url description events status created_at deleted_at",
        ),
    ]


def _table(name: str, rows: QuerySet[Any], columns: str) -> Table:
    return Table(name=name, rows=partial(_rows, rows, columns.split()))


def _rows(rows: QuerySet[Any], columns: Iterable[str]) -> Iterator[dict[str, Any]]:
    # A page at a time by key: drivers fetch a whole result otherwise.
    after: dict[str, Any] = {}
    while page := list(rows.filter(**after).order_by("pk")[:_PAGE]):
        yield from (
            {name.removesuffix(_MONEY): _said(row, name) for name in columns} for row in page
        )
        after = {"pk__gt": page[-1].pk}


def _said(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return format_amount(value, currency=row.currency) if name.endswith(_MONEY) else value


def _batch_items(batches: QuerySet[Batch]) -> Iterator[dict[str, Any]]:
    columns = "batch_id position status from_account to_account amount reference transfer_id code"
    for batch_id in batches.order_by("id").values_list("id", flat=True):
        items = BatchItem.objects.filter(batch=batch_id).order_by("position")
        yield from items.values(*columns.split())


def _transactions(account_ids: list[UUID]) -> Iterator[dict[str, Any]]:
    for account_id in account_ids:
        after = None
        while page := books.list_transactions(
            account_ids=[account_id],
            keep=books.TransactionFilter(),
            order=_NEWEST,
            after=after,
            limit=_PAGE,
        ):
            for one in page:
                yield {
                    "id": one.id,
                    "transfer_id": one.transfer_id,
                    "account_id": one.account_id,
                    "type": one.type,
                    "amount": format_amount(one.amount_minor, currency=one.currency),
                    "balance_after": format_amount(one.balance_minor, currency=one.currency),
                    "currency": one.currency,
                    "note": one.note,
                    "counterparty": one.counterparty_name,
                    "counterparty_number": one.counterparty_number,
                    "posted_at": one.posted_at,
                    "value_date": one.value_date,
                }
            after = position_of(page[-1], order=_NEWEST)
