"""Reads: what an account has earned, month by month and day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from kernel.errors import Invalid
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.queries import HeldAccount
from services.interest.arithmetic import (
    NANO,
    Fraction,
    Terms,
    annual_yield,
    fraction_of,
    period_end_from,
    project,
)
from services.interest.models import (
    InterestAccrual,
    InterestCorrection,
    InterestDeposit,
    InterestPosting,
    InterestRate,
    InterestRun,
)
from services.interest.queries.rates import rate_in_force

# What the yield of an offer is computed on: 10,000.00, for a year.
_SAMPLE_MINOR: Final = 1_000_000
_YEAR_DAYS: Final = 365
_MONTHS: Final = 12
MOST_DAYS: Final = 366


class PeriodTooLong(Invalid):
    """At most 366 days are explained at once, from an earlier to a later day."""


@dataclass(kw_only=True, slots=True)
class Month:
    """What a month brought: earned and owed in nano-minor, booked in minor units."""

    first_date: date
    days: int = 0
    balances_minor: int = 0
    accrued_nano: int = 0
    charged_nano: int = 0
    credited_minor: int = 0
    tax_minor: int = 0
    charged_minor: int = 0

    @property
    def average_minor(self) -> int:
        """Return the average daily balance; a negative day counts as zero."""
        return self.balances_minor // self.days if self.days else 0

    @property
    def yield_earned(self) -> Decimal | None:
        """Return the annual percentage yield earned, by Regulation DD."""
        return annual_yield(
            interest_nano=self.accrued_nano, principal_minor=self.average_minor, days=self.days
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Earned:
    """What an account earns, has earned, and when it is credited next."""

    account: HeldAccount
    rate: InterestRate | None
    annual_yield: Decimal | None
    accrued_nano: int
    owed_nano: int
    through_date: date | None
    next_credit_date: date | None
    months: list[Month] = field(default_factory=list)

    @property
    def yield_earned(self) -> Decimal | None:
        """Return the annual percentage yield earned over the months that are shown."""
        days = sum(month.days for month in self.months)
        return annual_yield(
            interest_nano=sum(month.accrued_nano for month in self.months),
            principal_minor=sum(month.balances_minor for month in self.months) // days
            if days
            else 0,
            days=days,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedDay:
    """One day of an account: everything that its interest was computed from."""

    day: date
    row: InterestAccrual
    rate: InterestRate
    terms: Terms
    fraction: Fraction
    corrections: list[InterestCorrection]
    posting: InterestPosting | None


def get_earned(*, account_id: UUID, person_id: UUID, for_bank: bool, today: date) -> Earned:
    """Return what an account earns: of its holder, or for the bank's own eyes.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    account = _account(account_id, person_id=person_id, for_bank=for_bank)
    deposit = InterestDeposit.objects.filter(running_account_id=account_id).first()
    rate = (
        rate_in_force(account_type_code=account.product, on=today)
        if deposit is None
        else deposit.rate
    )
    through = accrued_through()
    first = _first_of_month(today, back=_MONTHS - 1)
    rows = _rows(account_id, days=_days(first, through) if through else [])
    last = rows.get(through) if through else None
    booked = [] if last is None else _booked(account_id, first=last.business_date)
    return Earned(
        account=account,
        rate=rate,
        annual_yield=None if rate is None else yield_of(rate.terms(), on=today),
        accrued_nano=(last.uncredited_nano if last else 0)
        - sum(one.credited_minor * NANO + one.dropped_nano for one in booked),
        owed_nano=(last.uncharged_nano if last else 0)
        - sum(one.charged_minor for one in booked) * NANO,
        through_date=through if last else None,
        next_credit_date=_next_credit(rate, deposit=deposit, today=today),
        months=_by_month(account_id, rows=rows, first=first),
    )


def explain(
    *, account_id: UUID, person_id: UUID, for_bank: bool, first: date, last: date
) -> tuple[HeldAccount, list[ExplainedDay]]:
    """Return each accrued day of a period with all that its number came from.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        PeriodTooLong: the period is longer than a year, or ends before it begins.

    """
    account = _account(account_id, person_id=person_id, for_bank=for_bank)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise PeriodTooLong(field="to")
    rows = _rows(account_id, days=_days(first, last))
    rates = {
        rate.id: rate
        for rate in InterestRate.objects.filter(
            id__in={row.rate_id for row in rows.values()}
        ).prefetch_related("tiers")
    }
    corrected: dict[date, list[InterestCorrection]] = {}
    corrections = InterestCorrection.objects.filter(
        account_id=account_id, accrued_date__gte=first, accrued_date__lte=last
    )
    for one in corrections.order_by("business_date"):
        corrected.setdefault(one.accrued_date, []).append(one)
    postings = {
        one.period_end_date: one
        for one in _booked(account_id, first=first)
        if one.period_end_date <= last
    }
    return account, [
        ExplainedDay(
            day=day,
            row=rows[day],
            rate=rates[rows[day].rate_id],
            terms=rates[rows[day].rate_id].terms(),
            fraction=fraction_of(day, day_count=rates[rows[day].rate_id].day_count),
            corrections=corrected.get(day, []),
            posting=postings.get(day),
        )
        for day in sorted(rows)
    ]


def yield_of(terms: Terms, *, on: date) -> Decimal | None:
    """Return the annual percentage yield of terms, before tax, on an amount of 10,000.00."""
    amount = max([_SAMPLE_MINOR, *(tier.from_minor for tier in terms.tiers)])
    untaxed = project(terms, amount_minor=amount, first_date=on, days=_YEAR_DAYS)
    earned = untaxed.credited_minor * NANO + untaxed.uncredited_nano
    return annual_yield(interest_nano=earned, principal_minor=amount, days=_YEAR_DAYS)


def _next_credit(
    rate: InterestRate | None, *, deposit: InterestDeposit | None, today: date
) -> date | None:
    if deposit is not None:
        return deposit.maturity_date
    if rate is None or rate.term_months is not None:
        return None
    return period_end_from(today, period=rate.posting_period) + timedelta(days=1)


def _account(account_id: UUID, *, person_id: UUID, for_bank: bool) -> HeldAccount:
    if not for_bank:
        return ledger.get_held_account(account_id=account_id, person_id=person_id)
    account = ledger.get_known_accounts(account_ids=[account_id]).get(account_id)
    if account is None:
        raise AccountNotFound
    return account


def accrued_through() -> date | None:
    """Return the last day that is accrued for every account."""
    done = InterestRun.objects.filter(
        kind=InterestRun.Kind.ACCRUAL,
        status__in=[InterestRun.Status.DONE, InterestRun.Status.SIGNED_OFF],
    )
    latest = done.order_by("-business_date").first()
    return None if latest is None else latest.business_date


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _rows(account_id: UUID, *, days: list[date]) -> dict[date, InterestAccrual]:
    rows = InterestAccrual.objects.filter(business_date__in=days, account_id=account_id)
    return {row.business_date: row for row in rows}


def _booked(account_id: UUID, *, first: date) -> list[InterestPosting]:
    postings = InterestPosting.objects.filter(account_id=account_id, period_end_date__gte=first)
    return list(postings.order_by("period_end_date"))


def _first_of_month(day: date, *, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _by_month(account_id: UUID, *, rows: dict[date, InterestAccrual], first: date) -> list[Month]:
    months: dict[date, Month] = {}

    def month_of(day: date) -> Month:
        start = day.replace(day=1)
        return months.setdefault(start, Month(first_date=start))

    for day, row in rows.items():
        month = month_of(day)
        month.days += 1
        month.balances_minor += max(row.balance_minor, 0)
        month.accrued_nano += row.accrued_nano
        month.charged_nano += row.charged_nano
    corrections = InterestCorrection.objects.filter(account_id=account_id, accrued_date__gte=first)
    for one in corrections:
        month_of(one.accrued_date).accrued_nano += one.accrued_nano
        month_of(one.accrued_date).charged_nano += one.charged_nano
    for booked in _booked(account_id, first=first):
        month = month_of(booked.period_end_date)
        month.credited_minor += booked.credited_minor
        month.tax_minor += booked.tax_minor
        month.charged_minor += booked.charged_minor
    return [months[start] for start in sorted(months, reverse=True)]
