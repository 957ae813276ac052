"""Correct accrued days after back-dated movements: a row beside each, for today to take up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from kernel import sql
from kernel.ledger import queries as ledger
from services.interest.arithmetic import State, Terms, day_of, fraction_of, is_period_end
from services.interest.models import (
    InterestAccrual,
    InterestCorrection,
    InterestPosting,
    InterestRate,
)

# Days of one account that are read at once: each is a point of the primary key.
_DAYS: Final = 400


def correct_days(*, business_date: date, first_date: date) -> int:
    """Write what the back-dated movements of a business day change of days that were accrued.

    `first_date` is the first day that was ever accrued. Called once for each business date, in the
    transaction that plans its accrual. Returns how many days were corrected.
    """
    assert connection.in_atomic_block
    records: list[tuple[object, ...]] = []
    terms: dict[UUID, Terms] = {}
    for account_id, first in sorted(ledger.list_back_dated(business_date=business_date).items()):
        days = _days(max(first, first_date), business_date)
        records += [
            (business_date, account_id, *change)
            for change in _changes(account_id, days=days, known=terms)
        ]
    sql.insert_many(
        "interest_correction",
        "business_date, account_id, accrued_date, balance_minor, accrued_nano, charged_nano",
        records,
    )
    return len(records)


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((end - first).days)]


def _changes(
    account_id: UUID, *, days: list[date], known: dict[UUID, Terms]
) -> Iterable[tuple[date, int, int, int]]:
    """Return for each day that is not as it was counted: its balance now, and what differs.

    Interest that joins the base carries a difference on to the days after it.
    """
    if not days:
        return
    rows = _rows(account_id, days=days)
    balances = _balances(account_id, days=days)
    earlier = _earlier(account_id, days=days)
    # What the rows say is less by the corrections that came after them; `late` are those of the
    # days before, `fresh` is what this correction itself adds.
    late, fresh, joined_fresh = 0, 0, 0
    for day in days:
        row = rows.get(day)
        if row is None:
            continue
        if row.rate_id not in known:
            known[row.rate_id] = InterestRate.objects.get(id=row.rate_id).terms()
        terms = known[row.rate_id]
        corrections = earlier.get(day, [])
        counted = corrections[-1].balance_minor if corrections else row.balance_minor
        accrued = row.accrued_nano + sum(one.accrued_nano for one in corrections)
        charged = row.charged_nano + sum(one.charged_nano for one in corrections)
        joining = late + (fresh if terms.compounding == "daily" else joined_fresh)
        state = State(
            balance_minor=balances[day],
            joined_nano=row.joined_nano + (0 if terms.compounding == "none" else joining),
            uncredited_nano=row.uncredited_nano,
            uncharged_nano=row.uncharged_nano,
        )
        fraction = fraction_of(day, day_count=terms.day_count)
        earned, cost = day_of(terms, state=state, fraction=fraction)
        if (earned, cost, balances[day]) != (accrued, charged, counted):
            yield day, balances[day], earned - accrued, cost - charged
        fresh += earned - accrued
        if terms.compounding == "daily":
            late += sum(one.accrued_nano for one in corrections)
        if is_period_end(day, period=terms.compounding):
            joined_fresh = fresh


def _rows(account_id: UUID, *, days: list[date]) -> dict[date, InterestAccrual]:
    found: dict[date, InterestAccrual] = {}
    for start in range(0, len(days), _DAYS):
        # A deposit earns on its principal, whatever else moves on the account.
        rows = InterestAccrual.objects.filter(
            business_date__in=days[start : start + _DAYS],
            account_id=account_id,
            rate__term_months=None,
        )
        found |= {row.business_date: row for row in rows}
    return found


def _balances(account_id: UUID, *, days: list[date]) -> dict[date, int]:
    """Return the balances that count now: of balanced days, and interest that was booked since."""
    found = ledger.list_closing_balances(account_id=account_id, first=days[0], last=days[-1])
    through = ledger.balanced_through()
    booked = InterestPosting.objects.filter(account_id=account_id, business_date__gt=through)
    for value_date, net in (
        booked.values("value_date")
        .annotate(net=Sum("credited_minor") - Sum("tax_minor") - Sum("charged_minor"))
        .values_list("value_date", "net")
    ):
        found = {day: balance + (net if value_date <= day else 0) for day, balance in found.items()}
    return found


def _earlier(account_id: UUID, *, days: list[date]) -> dict[date, list[InterestCorrection]]:
    found: dict[date, list[InterestCorrection]] = {}
    corrections = InterestCorrection.objects.filter(
        account_id=account_id, accrued_date__gte=days[0], accrued_date__lte=days[-1]
    )
    for one in corrections.order_by("business_date"):
        found.setdefault(one.accrued_date, []).append(one)
    return found
