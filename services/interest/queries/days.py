"""What a day's accrual starts from: terms in force, and which earlier rows it has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from kernel.ledger import queries as ledger
from services.interest.arithmetic import Fraction, Terms, fraction_of, is_period_end
from services.interest.models import (
    InterestCorrection,
    InterestDeposit,
    InterestPosting,
    InterestRate,
)
from services.interest.queries.rates import rates_in_force

# Deposits that earn on a day, whatever became of them since: a version, and the day twice.
DEPOSITS_OF_DAY: Final = "f.rate_id = %s AND f.first_date <= %s AND f.end_date > %s"
# A limit that is none keeps the engines from computing a balance once for each place that names it.
FENCE: Final = "LIMIT 9223372036854775807 OFFSET 0"


@dataclass(frozen=True, kw_only=True, slots=True)
class DayTerms:
    """What a day of an account type counts with.

    `joins` says which accrued interest earns too: all of it, none, or what had joined before. With
    `is_deposit` it counts for the deposits that were placed at this version, and only for their
    principal.
    """

    rate: InterestRate
    terms: Terms
    fraction: Fraction
    joins: str
    is_deposit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day that is accrued, and what stands between it and the day before.

    `has_transit` says that interest was booked which the day balances do not hold yet, because its
    business day is not balanced.
    """

    business_date: date
    terms: tuple[DayTerms, ...]
    has_postings: bool
    has_corrections: bool
    has_transit: bool


def read_day(*, business_date: date) -> Day:
    """Return what the accrual of a day starts from."""
    yesterday = business_date - timedelta(days=1)
    before = {rate.account_type_code: rate for rate in rates_in_force(on=yesterday)}
    through = ledger.balanced_through()
    in_transit = through is not None and (
        InterestPosting.objects.filter(
            business_date__gt=through, value_date__lte=business_date
        ).exists()
    )
    return Day(
        business_date=business_date,
        terms=(
            *(
                _day_terms(rate, before=before.get(rate.account_type_code), day=business_date)
                for rate in rates_in_force(on=business_date)
                if rate.term_months is None
            ),
            *(_day_terms(rate, before=rate, day=business_date) for rate in _placed(business_date)),
        ),
        has_postings=InterestPosting.objects.filter(period_end_date=yesterday).exists(),
        has_corrections=InterestCorrection.objects.filter(business_date=business_date).exists(),
        has_transit=in_transit,
    )


def _placed(day: date) -> list[InterestRate]:
    """Return the versions at which the deposits that earn on a day were placed."""
    earning = InterestDeposit.objects.filter(first_date__lte=day, end_date__gt=day)
    wanted = earning.values("rate_id").distinct()
    return list(InterestRate.objects.filter(id__in=wanted).order_by("id").prefetch_related("tiers"))


def _day_terms(rate: InterestRate, *, before: InterestRate | None, day: date) -> DayTerms:
    terms = rate.terms()
    was = terms.compounding if before is None else before.compounding
    ended = is_period_end(day - timedelta(days=1), period=was)
    if terms.compounding == "none":
        joins = "none"
    else:
        joins = "all" if ended or terms.compounding == "daily" else "kept"
    return DayTerms(
        rate=rate,
        terms=terms,
        fraction=fraction_of(day, day_count=terms.day_count),
        joins=joins,
        is_deposit=rate.term_months is not None,
    )


def states_sql(day: Day, one: DayTerms, *, first_id: UUID, last_id: UUID) -> tuple[str, list[Any]]:
    """Return a query, and its values, of accounts as a day's interest finds them.

    Its columns are account_id and those of `arithmetic.State`. An account that is closed, empty and
    owed nothing is not among them.
    """
    yesterday = day.business_date - timedelta(days=1)
    balances, values = ledger.day_balances_sql(
        day=day.business_date,
        product=one.rate.account_type_code,
        first_id=first_id,
        last_id=last_id,
    )
    balance, before = "b.balance_minor", []
    uncredited, uncharged = "COALESCE(p.uncredited_nano, 0)", "COALESCE(p.uncharged_nano, 0)"
    kept = "COALESCE(p.joined_nano, 0)"
    joins = "LEFT JOIN interest_accrual p ON p.business_date = %s AND p.account_id = b.account_id "
    if one.is_deposit:
        balance = "f.principal_minor"
        deposits = f"JOIN interest_deposit f ON f.account_id = b.account_id AND {DEPOSITS_OF_DAY} "
        joins = deposits + joins
        values += [one.rate.id, day.business_date, day.business_date]
    values.append(yesterday)
    if day.has_transit and not one.is_deposit:
        # Which days are balanced is asked in the same statement: one may become so meanwhile.
        balance += (
            " + COALESCE((SELECT SUM(i.credited_minor - i.tax_minor - i.charged_minor) "  # noqa: S608
            "FROM interest_posting i WHERE i.account_id = b.account_id "
            f"AND i.business_date > ({ledger.BALANCED_THROUGH}) AND i.value_date <= %s), 0)"
        )
        before = [day.business_date]
    if day.has_postings:
        joins += (
            "LEFT JOIN interest_posting q ON q.period_end_date = %s "
            "AND q.account_id = b.account_id "
        )
        values.append(yesterday)
        uncredited += " - COALESCE(q.credited_minor, 0) * 1000000000 - COALESCE(q.dropped_nano, 0)"
        uncharged += " - COALESCE(q.charged_minor, 0) * 1000000000"
    carried = uncredited
    if day.has_corrections:
        joins += (
            "LEFT JOIN (SELECT account_id, SUM(accrued_nano) AS accrued_nano, "
            "SUM(charged_nano) AS charged_nano FROM interest_correction WHERE business_date = %s "
            "GROUP BY account_id) c ON c.account_id = b.account_id "
        )
        values.append(day.business_date)
        uncredited += " + COALESCE(c.accrued_nano, 0)"
        uncharged += " + COALESCE(c.charged_nano, 0)"
    if day.has_postings:
        kept = f"CASE WHEN q.account_id IS NULL THEN {kept} ELSE {carried} END"
    joined = {"all": uncredited, "none": "0", "kept": kept}[one.joins]
    return (
        f"SELECT b.account_id, {balance} AS balance_minor, {joined} AS joined_nano, "  # noqa: S608
        f"{uncredited} AS uncredited_nano, {uncharged} AS uncharged_nano FROM ({balances}) b "
        f"{joins}WHERE b.is_closed = 0 OR b.balance_minor <> 0 "
        "OR COALESCE(p.uncredited_nano, 0) <> 0 OR COALESCE(p.uncharged_nano, 0) <> 0 "
        f"{FENCE}"
    ), [*before, *values]
