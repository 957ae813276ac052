"""What a deposit and a settlement are answered with: stored once, repeated byte for byte."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.money import format_amount
from services.interest.arithmetic import NANO, format_percent, rate_at, round_minor
from services.interest.models import InterestDeposit


def deposit_content(deposit: InterestDeposit, *, accrued_nano: int = 0) -> dict[str, Any]:
    """Return a deposit; `accrued_nano` is what it has earned so far while it runs."""
    terms = deposit.rate.terms()

    def money(minor: int) -> str:
        return format_amount(minor, currency=deposit.currency)

    return {
        "id": str(deposit.id),
        "account": str(deposit.account_id),
        "status": str(deposit.status),
        "principal": money(deposit.principal_minor),
        "currency": deposit.currency,
        "annual_rate": format_percent(rate_at(terms, balance_minor=deposit.principal_minor)),
        "rate": str(deposit.rate_id),
        "term_months": terms.term_months,
        "penalty_days": terms.penalty_days,
        "first_date": deposit.first_date.isoformat(),
        "maturity_date": deposit.maturity_date.isoformat(),
        "end_date": _day(None if deposit.ended_at is None else deposit.end_date),
        "at_maturity": str(deposit.at_maturity),
        "pay_to": _id(deposit.pay_to_id),
        "expected_interest": money(deposit.expected_minor),
        "accrued": money(round_minor(accrued_nano)),
        "credited": money(deposit.credited_minor),
        "tax": money(deposit.tax_minor),
        "forfeited": money(round_minor(deposit.forfeited_nano)),
        "paid_out": money(deposit.paid_minor),
        "payout_refused": deposit.payout_refusal or None,
        "rolled_from": _id(deposit.rolled_from_id),
        "placed_at": _instant(deposit.placed_at),
        "ended_at": _instant(deposit.ended_at),
    }


def settlement_content(
    *,
    account_id: UUID,
    currency: str,
    through: date,
    credited_minor: int,
    tax_minor: int,
    charged_minor: int,
    transfer_id: UUID | None,
) -> dict[str, Any]:
    """Return what was credited and charged at once."""
    return {
        "account": str(account_id),
        "currency": currency,
        "through": through.isoformat(),
        "credited": format_amount(credited_minor, currency=currency),
        "tax": format_amount(tax_minor, currency=currency),
        "charged": format_amount(charged_minor, currency=currency),
        "transfer": _id(transfer_id),
    }


def forfeited_text(nano: int, *, currency: str) -> str:
    """Return what closing early costs, up to the next minor unit."""
    return format_amount(-(-nano // NANO), currency=currency)


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
