"""Rates, runs and interest as JSON content: text, never a floating-point number."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.money import decimals_of, format_amount
from services.interest.arithmetic import (
    NANO,
    Terms,
    annual_yield,
    format_percent,
    rate_at,
    round_minor,
)
from services.interest.arithmetic.yields import Projection
from services.interest.models import InterestDeposit, InterestRate, InterestRun
from services.interest.queries import (
    Earned,
    Ending,
    ExplainedDay,
    Month,
    Progress,
    PublishedRate,
    yield_of,
)
from services.interest.receipts import forfeited_text

format_rate = format_percent


def rate_content(rate: PublishedRate, *, today: date) -> dict[str, Any]:
    """Return a version of an account type's terms and for which days it counts."""
    replaced = rate.replaced_date
    return {
        "id": str(rate.id),
        "account_type": rate.account_type_code,
        "annual_rate": format_percent(rate.annual_rate_ppm),
        **terms_content(rate.terms, currency=rate.currency, on=rate.effective_date),
        "effective_date": rate.effective_date.isoformat(),
        "replaced_date": None if replaced is None else replaced.isoformat(),
        "in_force": rate.is_in_force(on=today),
        "published_at": _instant(rate.published_at),
    }


def terms_content(terms: Terms, *, currency: str, on: date) -> dict[str, Any]:
    """Return terms as the wire writes them; amounts are null while a version names no currency."""

    def money(minor: int) -> str | None:
        return format_amount(minor, currency=currency) if currency else None

    return {
        "currency": currency or None,
        "tiers": [
            {"from": money(tier.from_minor), "annual_rate": format_percent(tier.annual_rate_ppm)}
            for tier in terms.tiers
        ],
        "tier_method": str(terms.tier_method),
        "annual_yield": _decimal(yield_of(terms, on=on)),
        "minimum_balance": money(terms.minimum_minor),
        "overdraft_rate": format_percent(terms.overdraft_rate_ppm),
        "overdraft_free": money(terms.overdraft_free_minor),
        "day_count": str(terms.day_count),
        "compounding": str(terms.compounding),
        "posting_period": str(terms.posting_period),
        "rounding": str(terms.rounding),
        "tax_rate": format_percent(terms.tax_ppm),
        "term_months": terms.term_months,
        "penalty_days": terms.penalty_days,
    }


def run_content(run: InterestRun, *, progress: Progress | None) -> dict[str, Any]:
    """Return a run, how far it has come and its control totals."""
    return {
        "id": str(run.id),
        "kind": str(run.kind),
        "business_date": run.business_date.isoformat(),
        "status": str(run.status),
        "accounts": run.accounts,
        "rows": progress.rows if progress else 0,
        "excepted": progress.excepted if progress else 0,
        "chunks": progress.chunks if progress else 0,
        "chunks_done": progress.chunks_done if progress else 0,
        "totals": run.totals,
        "failure": run.failure or None,
        "planned_at": _instant(run.planned_at),
        "started_at": _instant(run.started_at),
        "finished_at": _instant(run.finished_at),
        "signed_off_by": str(run.signed_off_by) if run.signed_off_by else None,
        "signed_off_at": _instant(run.signed_off_at),
    }


def earned_content(earned: Earned) -> dict[str, Any]:
    """Return what an account earns and has earned."""
    account, rate = earned.account, earned.rate
    return {
        "account": str(account.id),
        "currency": account.currency,
        "account_type": account.product,
        "annual_rate": None
        if rate is None
        else format_percent(rate_at(rate.terms(), balance_minor=account.balance_minor)),
        "rate_since": None if rate is None else rate.effective_date.isoformat(),
        "annual_yield": _decimal(earned.annual_yield),
        "annual_yield_earned": _decimal(earned.yield_earned),
        "accrued": _money(earned.accrued_nano, account.currency),
        "accrued_exact": exact(earned.accrued_nano, currency=account.currency),
        "owed": _money(earned.owed_nano, account.currency),
        "accrued_through": earned.through_date.isoformat() if earned.through_date else None,
        "next_credit_date": earned.next_credit_date.isoformat()
        if earned.next_credit_date
        else None,
        "months": [_month(month, currency=account.currency) for month in earned.months],
    }


def explained_content(day: ExplainedDay, *, currency: str) -> dict[str, Any]:
    """Return one day with everything that its number came from, and the sum in words."""
    row = day.row
    return {
        "date": day.day.isoformat(),
        "balance": format_amount(row.balance_minor, currency=currency),
        "joined": exact(row.joined_nano, currency=currency),
        "rate": str(day.rate.id),
        "annual_rate": format_percent(_rate(day)),
        "day_count": str(day.terms.day_count),
        "fraction": f"{day.fraction.numerator}/{day.fraction.denominator}",
        "accrued": exact(row.accrued_nano, currency=currency),
        "charged": exact(row.charged_nano, currency=currency),
        "formula": _formula(day, currency=currency),
        "corrections": [
            {
                "business_date": one.business_date.isoformat(),
                "balance": format_amount(one.balance_minor, currency=currency),
                "accrued": exact(one.accrued_nano, currency=currency),
                "charged": exact(one.charged_nano, currency=currency),
            }
            for one in day.corrections
        ],
        "uncredited": exact(row.uncredited_nano, currency=currency),
        "credited": format_amount(day.posting.credited_minor, currency=currency)
        if day.posting
        else None,
        "tax": format_amount(day.posting.tax_minor, currency=currency) if day.posting else None,
        "transfer": str(day.posting.credit_transfer_id)
        if day.posting and day.posting.credit_transfer_id
        else None,
    }


def projection_content(
    found: Projection, *, rate: InterestRate, amount_minor: int, days: int, currency: str
) -> dict[str, Any]:
    """Return what an amount would earn."""
    earned = found.credited_minor * NANO + found.uncredited_nano
    return {
        "account_type": rate.account_type_code,
        "currency": currency,
        "amount": format_amount(amount_minor, currency=currency),
        "days": days,
        "interest": _money(earned, currency),
        "interest_exact": exact(earned, currency=currency),
        "tax": format_amount(found.tax_minor, currency=currency),
        "balance": format_amount(found.balance_minor, currency=currency),
        "annual_yield": _decimal(
            annual_yield(interest_nano=earned, principal_minor=amount_minor, days=days)
        ),
        "credits": [
            {
                "date": step.day.isoformat(),
                "credited": format_amount(step.credited_minor, currency=currency),
                "tax": format_amount(step.tax_minor, currency=currency),
                "balance": format_amount(step.balance_minor, currency=currency),
            }
            for step in found.steps
        ],
    }


def closing_content(deposit: InterestDeposit, ending: Ending) -> dict[str, Any]:
    """Return what closing a deposit today would come to."""

    def money(minor: int) -> str:
        return format_amount(minor, currency=deposit.currency)

    return {
        "currency": deposit.currency,
        "principal": money(deposit.principal_minor),
        "accrued": money(round_minor(ending.row.uncredited_nano if ending.row else 0)),
        "forfeited": forfeited_text(ending.forfeited_nano, currency=deposit.currency),
        "credited": money(ending.credited_minor),
        "tax": money(ending.tax_minor),
        "pays": money(deposit.principal_minor + ending.net_minor),
    }


def exact(nano: int, *, currency: str) -> str:
    """Return nano-minor as units with all its decimals: 10^9 EUR nano-cents are 0.01000000000."""
    decimals = decimals_of(currency) + 9
    sign, digits = ("-" if nano < 0 else ""), str(abs(nano)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def _rate(day: ExplainedDay) -> int:
    if day.row.balance_minor < 0:
        return day.terms.overdraft_rate_ppm
    return rate_at(day.terms, balance_minor=day.row.balance_minor)


def _formula(day: ExplainedDay, *, currency: str) -> str:
    """Return the day's sum as somebody would write it down."""
    row, terms = day.row, day.terms
    balance = format_amount(abs(row.balance_minor), currency=currency)
    factor = f"{day.fraction.numerator}/{day.fraction.denominator}"
    if row.balance_minor < 0:
        result = exact(row.charged_nano, currency=currency)
        return f"{balance} * {format_percent(terms.overdraft_rate_ppm)} % * {factor} = {result}"
    result = exact(row.accrued_nano, currency=currency)
    if row.balance_minor < terms.minimum_minor:
        minimum = format_amount(terms.minimum_minor, currency=currency)
        return f"{balance} is below the minimum of {minimum}: {result}"
    base = balance
    if row.joined_nano:
        base = f"({balance} + {exact(row.joined_nano, currency=currency)})"
    if terms.tier_method == "whole" or len(terms.tiers) == 1:
        return f"{base} * {format_percent(_rate(day))} % * {factor} = {result}"
    parts = ", ".join(
        f"from {format_amount(tier.from_minor, currency=currency)} at "
        f"{format_percent(tier.annual_rate_ppm)} %"
        for tier in terms.tiers
    )
    return f"{base} in parts ({parts}) * {factor} = {result}"


def _month(month: Month, *, currency: str) -> dict[str, Any]:
    return {
        "month": month.first_date.isoformat()[:7],
        "days": month.days,
        "average_balance": format_amount(month.average_minor, currency=currency),
        "accrued": _money(month.accrued_nano, currency),
        "accrued_exact": exact(month.accrued_nano, currency=currency),
        "owed": _money(month.charged_nano, currency),
        "credited": format_amount(month.credited_minor, currency=currency),
        "tax": format_amount(month.tax_minor, currency=currency),
        "charged": format_amount(month.charged_minor, currency=currency),
        "annual_yield_earned": _decimal(month.yield_earned),
    }


def _money(nano: int, currency: str) -> str:
    return format_amount(round_minor(nano), currency=currency)


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _instant(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
