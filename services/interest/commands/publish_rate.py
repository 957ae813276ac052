"""Publish what an account type earns and costs from a day on, through four eyes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.audit.commands import record_edit
from kernel.cached import forget_cached
from kernel.errors import Invalid, Refused
from kernel.money import decimals_of, format_amount, parse_amount
from services.interest import queries
from services.interest.arithmetic import Terms, Tier, format_percent, parse_percent
from services.interest.models import MAX_RATE_PPM, InterestRate, InterestTier

POLICY: Final = "interest.publish_rate"
# What an account type's rates are called in the audit and in requests: its code made an id.
_NAMESPACE: Final = UUID("0f4b8a52-3a0e-5b4e-8d55-8f0c9e1d7a10")
# What a version keeps beside its first rate and its tiers.
_COLUMNS: Final = (
    "tier_method",
    "minimum_minor",
    "overdraft_rate_ppm",
    "overdraft_free_minor",
    "day_count",
    "compounding",
    "posting_period",
    "rounding",
    "tax_ppm",
    "term_months",
    "penalty_days",
)


class RateOutOfRange(Invalid):
    """A rate is from 0 to 100 percent a year."""


class TiersNotRising(Invalid):
    """Tiers start above zero, each above the one before."""


class RateNotLater(Refused):
    """A rate starts after the latest one of its account type."""


class RateInPast(Refused):
    """A change of rate starts today or later."""


class TermChanged(Refused):
    """An account type is for fixed deposits from its first rate on, with a term, or never."""


def publish_rate(
    *,
    account_type_code: str,
    effective_date: date,
    annual_rate_ppm: int,
    now: datetime,
    tiers: Sequence[Tier] = (),
    currency: str = "",
    **terms: Any,
) -> InterestRate:
    """Add what an account type earns from a day on; amounts are minor units of `currency`.

    `tiers` are those above zero; `terms` are columns of `InterestRate`, such as `compounding`. A
    change never rewrites the past. The first rate of an account type changes nothing that was
    promised, so it may start on any day.

    Raises:
        RateOutOfRange: a rate is below 0 or above 100 percent.
        TiersNotRising: a tier does not start above the one before.
        RateNotLater: a rate of this account type starts on that day or after it.
        RateInPast: the account type has a rate already, and the day has passed.
        TermChanged: it would become one for fixed deposits, or be none any more.

    """
    assert set(terms) <= set(_COLUMNS), terms
    _check(annual_rate_ppm, tiers=tiers, terms=terms)
    latest = _latest(account_type_code)
    if latest is not None and effective_date <= latest.effective_date:
        raise RateNotLater(
            f"The latest rate starts on {latest.effective_date}.", field="effective_date"
        )
    if latest is not None and effective_date < now.date():
        raise RateInPast(field="effective_date")
    is_term = terms.get("term_months") is not None
    if latest is not None and is_term != (latest.term_months is not None):
        raise TermChanged(field="term_months")
    if terms.get("penalty_days") and not is_term:
        raise TermChanged(field="penalty_days")
    try:
        # Two that publish at once for different days both win: neither day has passed.
        with transaction.atomic():
            rate = InterestRate.objects.create(
                account_type_code=account_type_code,
                effective_date=effective_date,
                annual_rate_ppm=annual_rate_ppm,
                currency=currency,
                published_at=now,
                **terms,
            )
            InterestTier.objects.bulk_create(
                InterestTier(
                    rate=rate, from_minor=tier.from_minor, annual_rate_ppm=tier.annual_rate_ppm
                )
                for tier in tiers
            )
    except IntegrityError:
        raise RateNotLater(field="effective_date") from None
    forget_cached("interest-rates")
    return rate


@transaction.atomic(durable=True)
def ask_to_publish_rate(
    *,
    account_type_code: str,
    effective_date: date,
    annual_rate: str,
    currency: str,
    person_id: UUID,
    reason: str,
    now: datetime,
    tiers: Sequence[dict[str, str]] = (),
    minimum_balance: str | None = None,
    overdraft_rate: str | None = None,
    overdraft_free: str | None = None,
    tax_rate: str | None = None,
    term_months: int | None = None,
    penalty_days: int = 0,
    **choices: str,
) -> Request:
    """Ask a second person for new terms. Rates are percent as text, amounts are text of `currency`.

    Raises:
        CurrencyUnknown, AmountInvalid: see `kernel.money`.
        RateOutOfRange, TiersNotRising, RateNotLater, RateInPast, TermChanged: as for
        `publish_rate`.

    """
    decimals_of(currency)
    arguments: dict[str, Any] = {
        "account_type_code": account_type_code,
        "effective_date": effective_date.isoformat(),
        "annual_rate_ppm": _ppm(annual_rate, field="annual_rate"),
        "currency": currency,
        "tiers": [
            [
                parse_amount(one["from"], currency=currency, field="tiers"),
                _ppm(one["annual_rate"], field="tiers"),
            ]
            for one in tiers
        ],
        "terms": {
            "minimum_minor": _minor(minimum_balance, currency=currency, field="minimum_balance"),
            "overdraft_rate_ppm": _ppm(overdraft_rate or "0", field="overdraft_rate"),
            "overdraft_free_minor": _minor(
                overdraft_free, currency=currency, field="overdraft_free"
            ),
            "tax_ppm": _ppm(tax_rate or "0", field="tax_rate"),
            "term_months": term_months,
            "penalty_days": penalty_days,
            **choices,
        },
        "reason": reason,
    }
    # What would be refused later is refused now, and nothing stays.
    with transaction.atomic():
        publish_rate(**_values(arguments), now=now)
        transaction.set_rollback(True)
    return approvals.ask(
        policy=POLICY,
        subject_id=rates_id(account_type_code),
        arguments=arguments,
        maker_id=person_id,
        reason=reason,
        now=now,
    )


def describe_publishing(arguments: dict[str, Any]) -> Description:
    """Return what new terms would change, in words."""
    code, day = arguments["account_type_code"], date.fromisoformat(arguments["effective_date"])
    present = queries.rate_in_force(account_type_code=code, on=day)
    values = _values(arguments)
    after = Terms(
        tiers=(Tier(from_minor=0, annual_rate_ppm=values["annual_rate_ppm"]), *values["tiers"]),
        **arguments["terms"],
    )
    currency = arguments["currency"]
    return Description(
        title=f"Interest of {code} from {day}: {format_percent(values['annual_rate_ppm'])} %",
        before={} if present is None else in_words(present.terms(), currency=present.currency),
        after=in_words(after, currency=currency),
    )


def carry_out_publishing(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Publish what was approved.

    Raises:
        RateNotLater, RateInPast: it came too late.

    """
    description = describe_publishing(arguments)
    rate = publish_rate(**_values(arguments), now=now)
    record_edit(
        service="interest",
        subject_type="interest_rate",
        subject_id=rates_id(rate.account_type_code),
        action="rate.publish",
        actor_id=maker_id,
        before=description.before,
        after={**description.after, "approved_by": str(checker_id)},
        reason=arguments["reason"],
        now=now,
    )
    return {"rate": str(rate.id)}


def in_words(terms: Terms, *, currency: str) -> dict[str, str]:
    """Return terms as a second person reads them."""
    return {
        "rates": "; ".join(
            f"from {_money(tier.from_minor, currency)}: {format_percent(tier.annual_rate_ppm)} %"
            for tier in terms.tiers
        ),
        "tiers": terms.tier_method,
        "minimum balance": _money(terms.minimum_minor, currency),
        "overdraft": (
            f"{format_percent(terms.overdraft_rate_ppm)} % beyond "
            f"{_money(terms.overdraft_free_minor, currency)}"
        ),
        "day count": terms.day_count,
        "compounding": terms.compounding,
        "credited": terms.posting_period,
        "rounding": terms.rounding,
        "tax": f"{format_percent(terms.tax_ppm)} %",
        **(
            {}
            if terms.term_months is None
            else {
                "term": f"{terms.term_months} months",
                "closing early": f"the interest of the last {terms.penalty_days} days is lost",
            }
        ),
    }


def rates_id(account_type_code: str) -> UUID:
    """Return the id under which the rates of an account type are audited and asked for."""
    return uuid5(_NAMESPACE, account_type_code)


def _money(minor: int, currency: str) -> str:
    return f"{format_amount(minor, currency=currency)} {currency}" if currency else str(minor)


def _values(arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        "account_type_code": arguments["account_type_code"],
        "effective_date": date.fromisoformat(arguments["effective_date"]),
        "annual_rate_ppm": arguments["annual_rate_ppm"],
        "currency": arguments["currency"],
        "tiers": [Tier(from_minor=start, annual_rate_ppm=ppm) for start, ppm in arguments["tiers"]],
        **arguments["terms"],
    }


def _latest(account_type_code: str) -> InterestRate | None:
    rates = InterestRate.objects.filter(account_type_code=account_type_code)
    return rates.order_by("-effective_date").first()


def _check(annual_rate_ppm: int, *, tiers: Sequence[Tier], terms: dict[str, Any]) -> None:
    named = {
        "annual_rate": [annual_rate_ppm],
        "tiers": [tier.annual_rate_ppm for tier in tiers],
        "overdraft_rate": [terms.get("overdraft_rate_ppm", 0)],
        "tax_rate": [terms.get("tax_ppm", 0)],
    }
    for field, rates in named.items():
        if not all(0 <= rate <= MAX_RATE_PPM for rate in rates):
            raise RateOutOfRange(field=field)
    starts = [0, *(tier.from_minor for tier in tiers)]
    if starts != sorted(set(starts)):
        raise TiersNotRising(field="tiers")


def _ppm(text: str, *, field: str) -> int:
    ppm = parse_percent(text)
    if ppm is None:
        raise RateOutOfRange('A rate is percent such as "1.2500".', field=field)
    return ppm


def _minor(text: str | None, *, currency: str, field: str) -> int:
    return 0 if text is None else parse_amount(text, currency=currency, field=field)
