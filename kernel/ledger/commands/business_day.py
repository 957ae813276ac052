"""Business days: one is open; nothing is ever added to a closed one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from kernel import sql
from kernel.ledger.models import Account, Checkpoint, Day
from kernel.ledger.queries.balances import internal_balance_minor


@transaction.atomic
def roll_business_day(*, now: datetime) -> date:
    """Make today's business day the open one and balance the days before; safe to run any time.

    The first call opens the first day. A clock that goes back changes nothing.
    """
    today = now.date()
    latest = Day.objects.aggregate(latest=Max("business_date"))["latest"]
    if latest is None:
        Day.objects.get_or_create(business_date=today, defaults={"opened_at": now})
    elif latest < today:
        close_business_day(business_date=latest, next_date=today, now=now)
    for day in Day.objects.filter(status=Day.Status.CLOSED).order_by("business_date"):
        _balance(day)
    return max(today, latest or today)


@transaction.atomic
def close_business_day(*, business_date: date, next_date: date, now: datetime) -> None:
    """Close the open day and open the next one.

    Waits for the postings that hold a share lock on the day; those that come after it read the next
    day. Closing a day that is closed does nothing.
    """
    assert next_date > business_date
    day = Day.objects.select_for_update().get(business_date=business_date)
    if day.status != Day.Status.OPEN:
        return
    day.status = Day.Status.CLOSED
    day.closed_at = now
    day.save(update_fields=["status", "closed_at"])
    Day.objects.get_or_create(business_date=next_date, defaults={"opened_at": now})


def _balance(day: Day) -> None:
    # Days are balanced in order, each in one transaction with its mark, so a killed run repeats.
    locked = Day.objects.select_for_update().get(pk=day.pk)
    if locked.status != Day.Status.CLOSED:
        return
    since = [day.opened_at, day.business_date, day.opened_at]
    found = sql.row(f"SELECT MIN(e.value_date) {_ENTRIES_OF_DAY}", since)
    if found is not None and found[0] is not None:
        first, opened, closed = sql.to_date(found[0]), day.opened_at, day.business_date
        sql.execute(_ADD_NEW_DAYS, [closed, *since])
        sql.execute(_CORRECT_OLD_DAYS, [closed, opened, closed, first, closed, opened])
    for account in Account.objects.filter(kind=Account.Kind.INTERNAL):
        Checkpoint.objects.update_or_create(
            account=account,
            business_date=day.business_date,
            defaults={
                "balance_minor": internal_balance_minor(
                    account_id=account.id, through=day.business_date
                )
            },
        )
    locked.status = Day.Status.BALANCED
    locked.save(update_fields=["status"])


# Which accounts moved is read from their last posting; their entries of the day are then one range
# of the index by instant, because nothing is posted before its day was opened.
_ENTRIES_OF_DAY = (
    "FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id "
    "AND e.posted_at >= %s AND e.business_date = %s "
    "WHERE a.kind = 'customer' AND a.last_posted_at >= %s"
)
_ADD_NEW_DAYS = (
    "INSERT INTO ledger_day_balance (account_id, value_date, balance_minor, through_date) "
    "SELECT t.account_id, t.value_date, t.running + COALESCE((SELECT p.balance_minor "
    "FROM ledger_day_balance p WHERE p.account_id = t.account_id AND p.value_date < t.value_date "
    "ORDER BY p.value_date DESC LIMIT 1), 0), %s FROM (SELECT m.account_id, m.value_date, "
    "SUM(m.moved) OVER (PARTITION BY m.account_id ORDER BY m.value_date) AS running FROM "
    f"(SELECT e.account_id, e.value_date, SUM(e.amount_minor) AS moved {_ENTRIES_OF_DAY} "
    "GROUP BY e.account_id, e.value_date) m) t WHERE NOT EXISTS (SELECT 1 FROM "
    "ledger_day_balance x WHERE x.account_id = t.account_id AND x.value_date = t.value_date)"
)
# Rows that were there before, at or after a movement's value date: only back-dated entries and a
# second business day with the same value date touch any.
_CORRECT_OLD_DAYS = (
    "UPDATE ledger_day_balance SET through_date = %s, balance_minor = balance_minor + ("
    "SELECT COALESCE(SUM(e.amount_minor), 0) FROM ledger_entry e "
    "WHERE e.account_id = ledger_day_balance.account_id AND e.posted_at >= %s "
    "AND e.business_date = %s AND e.value_date <= ledger_day_balance.value_date) "
    "WHERE value_date >= %s AND through_date < %s AND account_id IN "
    "(SELECT id FROM ledger_account WHERE kind = 'customer' AND last_posted_at >= %s)"
)
