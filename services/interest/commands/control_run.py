"""Control totals: what a run wrote, compared with what others say about the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from kernel import sql
from kernel.ledger import queries as ledger
from services.interest.arithmetic import NANO
from services.interest.commands.credit_period import INTEREST_ID
from services.interest.commands.formulas import EXCEPTED
from services.interest.models import InterestPosting, InterestRun
from services.interest.queries.days import FENCE, Day, read_day, states_sql

# All ids: what a plan has missed would be missed here too.
_FIRST: Final = UUID(int=0)
_LAST: Final = UUID(int=2**128 - 1)
# What must be zero after a run; the rest of its totals are sums to read.
MUST_BE_ZERO: Final = (
    "missing_accounts",
    "balance_difference_minor",
    "accrued_difference_nano",
    "charged_difference_nano",
    "credited_difference_minor",
    "tax_difference_minor",
    "charged_difference_minor",
)


def control_run(run: InterestRun) -> dict[str, str]:
    """Return the control totals of a run whose chunks are all done."""
    return control_accrual(run) if run.kind == InterestRun.Kind.ACCRUAL else control_credit(run)


def differences(totals: dict[str, str]) -> dict[str, int]:
    """Return what should be zero in some totals and is not."""
    return {name: int(totals[name]) for name in MUST_BE_ZERO if int(totals.get(name, "0"))}


def control_accrual(run: InterestRun) -> dict[str, str]:
    """Compare a day's rows with the ledger and with the day before.

    The balances must be the ledger's, counted another way; what is uncredited must be what it was,
    less what was booked, with what was corrected and accrued; and no account may be missing.
    """
    day = run.business_date
    yesterday = day - timedelta(days=1)
    balance = _sum("balance_minor", day)
    booked = InterestPosting.objects.filter(period_end_date=yesterday).aggregate(
        credited=Sum("credited_minor"), charged=Sum("charged_minor")
    )
    found = {
        "rows": _count(day),
        "balance_minor": balance,
        "accrued_nano": _sum("accrued_nano", day),
        "charged_nano": _sum("charged_nano", day),
        "uncredited_nano": _sum("uncredited_nano", day),
        "uncharged_nano": _sum("uncharged_nano", day),
        "excepted_accounts": _excepted(day),
        "missing_accounts": _missing(read_day(business_date=day)),
        "balance_difference_minor": balance - _closing_minor(read_day(business_date=day)),
    }
    for carried, of_day, name in (
        ("uncredited_nano", "accrued_nano", "credited"),
        ("uncharged_nano", "charged_nano", "charged"),
    ):
        expected = _sum(carried, yesterday) - (booked[name] or 0) * NANO + found[of_day]
        expected += _sum(of_day, day, table="interest_correction")
        found[f"{of_day.removesuffix('_nano')}_difference_nano"] = found[carried] - expected
    return {name: str(value) for name, value in found.items()}


def control_credit(run: InterestRun) -> dict[str, str]:
    """Compare what was booked for a period with what the ledger's own transfers moved.

    The ledger is asked by business day, so every run that booked on these days is compared.
    """
    own = InterestPosting.objects.filter(period_end_date=run.business_date)
    sums = own.aggregate(
        credited=Sum("credited_minor"), tax=Sum("tax_minor"), charged=Sum("charged_minor")
    )
    found = {f"{name}_minor": int(value or 0) for name, value in sums.items()}
    found |= {"rows": own.count()}
    found |= dict.fromkeys(
        (
            "credited_difference_minor",
            "tax_difference_minor",
            "charged_difference_minor",
        ),
        0,
    )
    days = own.values_list("business_date", "currency").distinct().order_by()
    for business_date, currency in days:
        ours = InterestPosting.objects.filter(
            business_date=business_date, currency=currency
        ).aggregate(
            credited=Sum("credited_minor"), tax=Sum("tax_minor"), charged=Sum("charged_minor")
        )
        theirs = ledger.booked_interest(
            business_date=business_date, currency=currency, actor_id=INTEREST_ID
        )
        for name, value in ours.items():
            found[f"{name}_difference_minor"] += int(value or 0) - getattr(theirs, f"{name}_minor")
    return {name: str(value) for name, value in found.items()}


def _count(day: date) -> int:
    found = sql.row("SELECT COUNT(*) FROM interest_accrual WHERE business_date = %s", [day])
    return int(found[0]) if found else 0


def _sum(column: str, day: date, *, table: str = "interest_accrual") -> int:
    if connection.vendor != "sqlite":
        found = sql.row(
            f"SELECT COALESCE(SUM({column}), 0) FROM {table} WHERE business_date = %s",  # noqa: S608
            [day],
        )
        return int(found[0]) if found else 0
    # SQLite adds in 64 bits: whole units and nano apart.
    found = sql.row(
        f"SELECT COALESCE(SUM({column} / {NANO}), 0), COALESCE(SUM({column} %% {NANO}), 0) "  # noqa: S608
        f"FROM {table} WHERE business_date = %s",
        [day],
    )
    return int(found[0]) * NANO + int(found[1]) if found else 0


def _excepted(day: date) -> int:
    found = sql.row(
        f"SELECT COUNT(*) FROM interest_accrual x WHERE x.business_date = %s AND {EXCEPTED}",  # noqa: S608
        [day],
    )
    return int(found[0]) if found else 0


def _missing(day: Day) -> int:
    """Return how many accounts should have accrued and did not, over all ids and not the plan's."""
    total = 0
    for one in day.terms:
        states, values = states_sql(day, one, first_id=_FIRST, last_id=_LAST)
        found = sql.row(
            f"SELECT COUNT(*) FROM ({states.removesuffix(FENCE)}) s WHERE NOT EXISTS (SELECT 1 "  # noqa: S608
            "FROM interest_accrual r WHERE r.business_date = %s AND r.account_id = s.account_id)",
            [*values, day.business_date],
        )
        total += int(found[0]) if found else 0
    return total


def _closing_minor(day: Day) -> int:
    """Return the balances that the ledger counts, and interest that is booked after its days."""
    total = sum(
        ledger.closing_total_minor(day=day.business_date, product=one.rate.account_type_code)
        for one in day.terms
    )
    if day.has_transit:
        through = ledger.balanced_through()
        booked = InterestPosting.objects.filter(
            business_date__gt=through, value_date__lte=day.business_date
        ).aggregate(
            credited=Sum("credited_minor"), tax=Sum("tax_minor"), charged=Sum("charged_minor")
        )
        total += (booked["credited"] or 0) - (booked["tax"] or 0) - (booked["charged"] or 0)
    return total
