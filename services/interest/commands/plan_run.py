"""Plan what is due: one run for each kind and business date, and never a second one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Min, QuerySet

from kernel.ledger import queries as ledger
from services.interest.arithmetic import is_period_end
from services.interest.commands.correct_days import correct_days
from services.interest.models import InterestDeposit, InterestRate, InterestRun, InterestRunChunk
from services.interest.queries.rates import rates_in_force

# Accounts that one transaction of a run takes. SQLite has one writer: it holds others up less.
ACCRUAL_ACCOUNTS: Final = 20_000
CREDIT_ACCOUNTS: Final = 500
_SQLITE_ACCOUNTS: Final = 2_000
_COMPLETE: Final = frozenset({InterestRun.Status.DONE, InterestRun.Status.SIGNED_OFF})


def due_run(*, now: datetime, through: date | None = None) -> InterestRun | None:
    """Return the run that comes next, planned if it was not, or None when nothing is due.

    Days follow each other without a gap: a day is accrued when its business day is balanced, and
    what its periods credit is booked, and what matures is ended, before the next day accrues. A
    missed day is simply due.
    """
    accruals = InterestRun.objects.filter(kind=InterestRun.Kind.ACCRUAL)
    latest = accruals.order_by("-business_date").first()
    if latest is None:
        day = _first_date()
    elif latest.status not in _COMPLETE:
        return latest
    else:
        credit = _credit_run(latest, now=now)
        if credit is not None and credit.status not in _COMPLETE:
            return credit
        mature = _mature_run(latest, now=now)
        if mature is not None and mature.status not in _COMPLETE:
            return mature
        day = latest.business_date + timedelta(days=1)
    balanced = ledger.balanced_through()
    if day is None or balanced is None or day > min(balanced, through or balanced):
        return None
    return plan_run(kind=InterestRun.Kind.ACCRUAL, business_date=day, now=now)


def plan_run(*, kind: str, business_date: date, now: datetime) -> InterestRun:
    """Return the run of a kind and day, planned once: its ranges of accounts and the corrections.

    Of two that plan at once, one does and both go on with it.
    """
    found = InterestRun.objects.filter(kind=kind, business_date=business_date).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _plan(kind=kind, business_date=business_date, now=now)
    except IntegrityError:
        return InterestRun.objects.get(kind=kind, business_date=business_date)


def range_size(*, kind: str) -> int:
    """Return how many accounts a transaction of a run takes."""
    size = ACCRUAL_ACCOUNTS if kind == InterestRun.Kind.ACCRUAL else CREDIT_ACCOUNTS
    return min(size, _SQLITE_ACCOUNTS) if connection.vendor == "sqlite" else size


def credits_on(day: date) -> list[InterestRate]:
    """Return the versions in force on a day whose posting period ends with it."""
    return [
        rate
        for rate in rates_in_force(on=day)
        if rate.term_months is None and is_period_end(day, period=rate.posting_period)
    ]


def is_settled(day: date) -> bool:
    """Return whether the interest of a day is accrued and, where a period ended, credited."""
    first = _first_date()
    if first is None or day < first:
        return True
    wanted = {InterestRun.Kind.ACCRUAL} | ({InterestRun.Kind.CREDIT} if credits_on(day) else set())
    complete = InterestRun.objects.filter(business_date=day, status__in=_COMPLETE)
    return wanted <= set(complete.values_list("kind", flat=True))


def maturing(business_date: date) -> QuerySet[InterestDeposit]:
    """Return the deposits that run although this was their last day."""
    return InterestDeposit.objects.filter(
        status=InterestDeposit.Status.RUNNING, maturity_date__lte=business_date + timedelta(days=1)
    )


def _plan(*, kind: str, business_date: date, now: datetime) -> InterestRun:
    # The run's row comes first: its constraint makes a second planner wait here, and give up.
    run = InterestRun.objects.create(kind=kind, business_date=business_date, planned_at=now)
    if kind == InterestRun.Kind.ACCRUAL:
        first = InterestRun.objects.filter(kind=kind).aggregate(day=Min("business_date"))["day"]
        corrected = correct_days(business_date=business_date, first_date=first)
        run.totals = {"corrected_days": str(corrected)}
    ranges = _ranges(kind=kind, business_date=business_date)
    InterestRunChunk.objects.bulk_create(
        InterestRunChunk(
            run=run,
            position=position,
            first_id=one.first_id,
            last_id=one.last_id,
            accounts=one.accounts,
        )
        for position, one in enumerate(ranges, start=1)
    )
    run.accounts = sum(one.accounts for one in ranges)
    run.save(update_fields=["accounts", "totals"])
    return run


def _ranges(*, kind: str, business_date: date) -> list[ledger.AccountRange]:
    size = range_size(kind=kind)
    if kind == InterestRun.Kind.MATURE:
        due = maturing(business_date).order_by("account_id").values_list("account_id", flat=True)
        ids = list(due)
        parts = [ids[start : start + size] for start in range(0, len(ids), size)]
        return [
            ledger.AccountRange(first_id=part[0], last_id=part[-1], accounts=len(part))
            for part in parts
        ]
    is_accrual = kind == InterestRun.Kind.ACCRUAL
    rates = rates_in_force(on=business_date) if is_accrual else credits_on(business_date)
    return ledger.list_account_ranges(
        products=[rate.account_type_code for rate in rates], day=business_date, size=size
    )


def _mature_run(accrual: InterestRun, *, now: datetime) -> InterestRun | None:
    day, kind = accrual.business_date, InterestRun.Kind.MATURE
    planned = InterestRun.objects.filter(kind=kind, business_date=day).first()
    if planned is not None or not maturing(day).exists():
        return planned
    return plan_run(kind=kind, business_date=day, now=now)


def _credit_run(accrual: InterestRun, *, now: datetime) -> InterestRun | None:
    if not credits_on(accrual.business_date):
        return None
    return plan_run(kind=InterestRun.Kind.CREDIT, business_date=accrual.business_date, now=now)


def _first_date() -> date | None:
    opened = ledger.first_business_date()
    rated = InterestRate.objects.aggregate(day=Min("effective_date"))["day"]
    return None if opened is None or rated is None else max(opened, rated)
