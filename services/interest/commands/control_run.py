"""Control totals: what a run wrote, compared with what others say about the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Sum

from kernel import sql
from kernel.ledger import queries as ledger
from services.interest.arithmetic import NANO
from services.interest.commands.credit_period import INTEREST_ID
from services.interest.commands.formulas import EXCEPTED
from services.interest.models import InterestAccrual, InterestDeposit, InterestPosting, InterestRun
from services.interest.queries.days import DEPOSITS_OF_DAY, Day, DayTerms, read_day

_SUMMED: Final = (
    "balance_minor",
    "accrued_nano",
    "charged_nano",
    "uncredited_nano",
    "uncharged_nano",
)
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
    if run.kind == InterestRun.Kind.ACCRUAL:
        return control_accrual(run)
    return control_credit(run) | (
        control_mature(run) if run.kind == InterestRun.Kind.MATURE else {}
    )


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
    context = read_day(business_date=day)
    before = _totals_of(yesterday)
    booked = InterestPosting.objects.filter(
        period_end_date=yesterday, rate__term_months=None
    ).aggregate(credited=Sum("credited_minor"), charged=Sum("charged_minor"))
    corrected = _sums("interest_correction", ("accrued_nano", "charged_nano"), day=day)
    found = _sums("interest_accrual", _SUMMED, day=day)
    found |= {
        "missing_accounts": _missing(context),
        "balance_difference_minor": found["balance_minor"] - _closing_minor(context),
    }
    for carried, of_day, name in (
        ("uncredited_nano", "accrued_nano", "credited"),
        ("uncharged_nano", "charged_nano", "charged"),
    ):
        expected = int(before.get(carried, "0")) - (booked[name] or 0) * NANO
        expected -= _ended_nano(day) if name == "credited" else 0
        expected += found[of_day] + corrected[of_day]
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


def control_mature(run: InterestRun) -> dict[str, str]:
    """Count the deposits that should have ended and run on; those that were refused are known."""
    refused = run.chunks.aggregate(excepted=Sum("excepted"))["excepted"] or 0
    left = InterestDeposit.objects.filter(
        status=InterestDeposit.Status.RUNNING, maturity_date__lte=run.business_date + timedelta(1)
    ).count()
    return {"missing_accounts": str(left - refused), "refused_deposits": str(refused)}


def _totals_of(day: date) -> dict[str, str]:
    """Return what the accrual of a day came to when it was done; nothing before the first one."""
    run = InterestRun.objects.filter(kind=InterestRun.Kind.ACCRUAL, business_date=day).first()
    return {} if run is None else run.totals


def _sums(table: str, columns: tuple[str, ...], *, day: date) -> dict[str, int]:
    """Return how many rows of a day there are, how many are excepted, and sums of columns."""
    # SQLite adds in 64 bits: whole units and nano apart.
    parts = (
        (f"x.{{}} / {NANO}", f"x.{{}} %% {NANO}") if connection.vendor == "sqlite" else ("x.{}",)
    )
    wanted = [f"COALESCE(SUM({part.format(column)}), 0)" for column in columns for part in parts]
    is_accrual = table == "interest_accrual"
    excepted = f"COALESCE(SUM(CASE WHEN {EXCEPTED} THEN 1 ELSE 0 END), 0)" if is_accrual else "0"
    row = sql.row(
        f"SELECT COUNT(*), {excepted}, {', '.join(wanted)} FROM {table} x "  # noqa: S608
        "WHERE x.business_date = %s",
        [day],
    )
    assert row is not None
    count, outside, *values = (int(value) for value in row)
    if len(parts) > 1:
        values = [
            whole * NANO + rest for whole, rest in zip(values[::2], values[1::2], strict=True)
        ]
    found = dict(zip(columns, values, strict=True))
    return found | {"rows": count, "excepted_accounts": outside} if is_accrual else found


def _missing(day: Day) -> int:
    """Return how many open accounts have no row of the day; the run's plan is not asked."""
    total = 0
    for one in day.terms:
        accounts, values = _expected(day, one)
        found = sql.row(
            f"SELECT COUNT(*) FROM ({accounts}) o LEFT JOIN interest_accrual r "  # noqa: S608
            "ON r.business_date = %s AND r.account_id = o.account_id WHERE r.account_id IS NULL",
            [*values, day.business_date],
        )
        total += int(found[0]) if found else 0
    return total


def _ended_nano(day: date) -> int:
    """Return what deposits had accrued that earn no more from this day on, booked or not."""
    ended = InterestDeposit.objects.filter(end_date=day, first_date__lt=day)
    found = InterestAccrual.objects.filter(
        business_date=day - timedelta(days=1), account_id__in=ended.values("account_id")
    )
    return int(found.aggregate(total=Sum("uncredited_nano"))["total"] or 0)


def _expected(day: Day, one: DayTerms) -> tuple[str, list[Any]]:
    if not one.is_deposit:
        return ledger.open_accounts_sql(day=day.business_date, product=one.rate.account_type_code)
    return (
        f"SELECT f.account_id FROM interest_deposit f WHERE {DEPOSITS_OF_DAY}",  # noqa: S608
        [one.rate.id, day.business_date, day.business_date],
    )


def _closing_minor(day: Day) -> int:
    """Return the balances that the ledger counts, and interest that is booked after its days."""
    total = sum(
        ledger.closing_total_minor(day=day.business_date, product=one.rate.account_type_code)
        for one in day.terms
        if not one.is_deposit
    )
    placed = InterestDeposit.objects.filter(
        first_date__lte=day.business_date, end_date__gt=day.business_date
    )
    total += placed.aggregate(principal=Sum("principal_minor"))["principal"] or 0
    if day.has_transit:
        through = ledger.balanced_through()
        booked = InterestPosting.objects.filter(
            business_date__gt=through,
            value_date__lte=day.business_date,
            # Of a deposit the principal counts, which its interest does not change.
            rate__term_months=None,
        ).aggregate(
            credited=Sum("credited_minor"), tax=Sum("tax_minor"), charged=Sum("charged_minor")
        )
        total += (booked["credited"] or 0) - (booked["tax"] or 0) - (booked["charged"] or 0)
    return total
