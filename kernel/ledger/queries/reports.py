"""What the bank's own staff read: the trial balance, what moved, what was declined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from kernel import sql
from kernel.ledger.models import Account, Refusal
from kernel.ledger.queries.balances import internal_balance_minor
from kernel.ledger.queries.refusals import Declined, named

CHUNK: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialLine:
    """What an account of the bank, or all customers with a product, come to.

    Positive is owed by the bank (credit), negative is owed to it (debit). `number` is empty for
    customers, `product` for the bank's own.
    """

    currency: str
    number: str
    title: str
    product: str
    balance_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowSum:
    """What moved one way on customers' accounts of one product, by kind of transfer."""

    currency: str
    product: str
    kind: str
    is_in: bool
    count: int
    amount_minor: int


def list_trial_balance(*, on: date) -> list[TrialLine]:
    """Return every balance at the end of a business day, by currency: together they are zero.

    The bank's accounts come from checkpoints and transfers, the customers' from their own balances
    less what moved since: two ways that only agree when the books are right. The product is today's
    one. Reads as many transfers as there are since that day.
    """
    with sql.one_view():
        lines = [*_internal_lines(on), *_customer_lines(on)]
    return sorted(lines, key=lambda line: (line.currency, not line.number, line.number))


def sum_flows(
    *, from_date: date, to_date: date, transfer_ids: Sequence[UUID] | None = None
) -> list[FlowSum]:
    """Return what moved on customers' accounts in some business days. The product is today's.

    With `transfer_ids`, at most CHUNK of them, only what these transfers moved.
    """
    among, ids = "", list(transfer_ids or ())
    assert len(ids) <= CHUNK
    if transfer_ids is not None:
        if not ids:
            return []
        among = f" AND t.id IN ({sql.marks(len(ids))})"
    found: list[FlowSum] = []
    for side, is_in in (("credit", True), ("debit", False)):
        rows = sql.rows(
            f"SELECT a.currency, a.product, t.kind, COUNT(*), SUM(t.amount_minor) "
            f"FROM ledger_transfer t JOIN ledger_account a ON a.id = t.{side}_account_id "
            f"WHERE t.business_date BETWEEN %s AND %s AND a.kind = 'customer'{among} "
            "GROUP BY a.currency, a.product, t.kind",
            [from_date, to_date, *ids],
        )
        found += [
            FlowSum(
                currency=currency,
                product=product,
                kind=kind,
                is_in=is_in,
                count=int(count),
                amount_minor=int(amount),
            )
            for currency, product, kind, count, amount in rows
        ]
    return found


def read_declined(*, from_at: datetime, until: datetime) -> Iterator[Declined]:
    """Yield the attempts that were declined from an instant to before another, in their order.

    A chunk at a time: memory does not grow. Accounts are named, so it is for the bank's eyes.
    """
    asked = Refusal.objects.filter(refused_at__gte=from_at, refused_at__lt=until)
    asked = asked.order_by("refused_at", "id")
    page = list(asked[:CHUNK])
    while page:
        yield from named(page, only_held=False)
        if len(page) < CHUNK:
            return
        last = page[-1]
        later = Q(refused_at=last.refused_at, id__gt=last.id) | Q(refused_at__gt=last.refused_at)
        page = list(asked.filter(later, refused_at__gte=last.refused_at)[:CHUNK])


def _internal_lines(on: date) -> list[TrialLine]:
    accounts = Account.objects.filter(kind=Account.Kind.INTERNAL)
    return [
        TrialLine(
            currency=account.currency,
            number=account.number,
            title=account.title,
            product="",
            balance_minor=internal_balance_minor(account_id=account.id, through=on),
        )
        for account in accounts
    ]


def _customer_lines(on: date) -> list[TrialLine]:
    sums: dict[tuple[str, str], int] = {}
    held = sql.rows(
        "SELECT currency, product, SUM(balance_minor) FROM ledger_account "
        "WHERE kind = 'customer' GROUP BY currency, product"
    )
    for currency, product, balance in held:
        sums[currency, product] = int(balance)
    for side, sign in (("credit", -1), ("debit", 1)):
        later = sql.rows(
            f"SELECT a.currency, a.product, SUM(t.amount_minor) FROM ledger_transfer t "
            f"JOIN ledger_account a ON a.id = t.{side}_account_id "
            "WHERE t.business_date > %s AND a.kind = 'customer' GROUP BY a.currency, a.product",
            [on],
        )
        for currency, product, moved in later:
            sums[currency, product] += sign * int(moved)
    return [
        TrialLine(
            currency=currency, number="", title="Customers", product=product, balance_minor=balance
        )
        for (currency, product), balance in sums.items()
    ]
