"""THE TABLE OF REPORTS: what staff can read about the bank's business, and who may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, Sum

from kernel import sql
from kernel.errors import Invalid, NotFound
from kernel.ledger import queries as books
from kernel.money import format_amount
from services.transactions.models import CashMovement, ReportRun, ReportSchedule
from services.transactions.queries.limits import day_of
from services.transactions.reports import Table
from services.transactions.reports.table import Cell
from services.transactions.thresholds import bank_zone

MOST_DAYS: Final = 366
_CHUNK: Final = 500
_TELLERS: Final = "reports.read_tellers"
_READ: Final = "reports.read"


class ReportNotFound(NotFound):
    """There is no such report."""


class ReportScheduleNotFound(NotFound):
    """There is no such schedule."""


class ReportPeriodInvalid(Invalid):
    """The period of a report ends when it begins or later, today at the latest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a report is asked about. `teller_id` keeps to one teller, `currency` to one."""

    from_date: date
    to_date: date
    currency: str = ""
    teller_id: UUID | None = None


Rows = Iterator[tuple[Cell, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One report: its columns, and who reads it. `is_of_a_day` ones have no first day."""

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[Asked], Rows]
    permission: str = _READ
    is_of_a_day: bool = False


def get_report(name: str) -> Report:
    """Return a report.

    Raises:
        ReportNotFound: there is none of this name.

    """
    if name not in REPORTS:
        raise ReportNotFound
    return REPORTS[name]


def read_report(report: Report, asked: Asked, *, now: datetime) -> Table:
    """Return a report whose rows are read as they are used.

    Raises:
        ReportPeriodInvalid: it ends before it begins or after today, or is longer than a year.

    """
    today = day_of(now)
    first = asked.to_date if report.is_of_a_day else asked.from_date
    if first > asked.to_date:
        raise ReportPeriodInvalid(field="from_date")
    if asked.to_date > today:
        raise ReportPeriodInvalid(field="to_date")
    if (asked.to_date - first).days >= MOST_DAYS:
        raise ReportPeriodInvalid(f"A report has at most {MOST_DAYS} days.", field="from_date")
    opened = books.get_open_day()
    return Table(
        name=report.name,
        title=report.title,
        from_date=first,
        to_date=asked.to_date,
        is_final=opened is not None and asked.to_date < min(opened, today),
        columns=report.columns,
        rows=report.read(asked),
    )


def list_report_schedules() -> list[ReportSchedule]:
    """Return the schedules that stand, the oldest first."""
    return list(ReportSchedule.objects.filter(deleted_at=None).order_by("id"))


def get_report_schedule(*, schedule_id: UUID) -> ReportSchedule:
    """Return a schedule that stands.

    Raises:
        ReportScheduleNotFound: there is none.

    """
    found = ReportSchedule.objects.filter(id=schedule_id, deleted_at=None).first()
    if found is None:
        raise ReportScheduleNotFound
    return found


def list_report_runs(*, schedule_id: UUID, limit: int) -> list[ReportRun]:
    """Return the last periods that a schedule's recipients were told of, the latest first."""
    return list(ReportRun.objects.filter(schedule_id=schedule_id).order_by("-from_date")[:limit])


def _trial_balance(asked: Asked) -> Rows:
    debit: dict[str, int] = defaultdict(int)
    credit: dict[str, int] = defaultdict(int)
    lines = books.list_trial_balance(on=asked.to_date)
    for line in lines:
        currency, balance = line.currency, line.balance_minor
        if asked.currency not in ("", currency):
            continue
        debit[currency] += max(-balance, 0)
        credit[currency] += max(balance, 0)
        yield (
            currency,
            line.number,
            line.title,
            line.product,
            format_amount(max(-balance, 0), currency=currency),
            format_amount(max(balance, 0), currency=currency),
        )
    for currency in sorted(debit):
        yield (
            currency,
            "",
            "Total",
            "",
            format_amount(debit[currency], currency=currency),
            format_amount(credit[currency], currency=currency),
        )


def _flows(asked: Asked) -> Rows:
    # (currency, product, kind, branch, into an account) -> count and minor units.
    sums: dict[tuple[str, str, str, str, bool], list[int]] = defaultdict(lambda: [0, 0])
    first, last = asked.from_date, asked.to_date
    with sql.one_view():
        for flow in books.sum_flows(from_date=first, to_date=last):
            _add(sums, flow, branch="")
        for branch in _branches():
            for ids in _cash_of(branch, asked):
                for flow in books.sum_flows(from_date=first, to_date=last, transfer_ids=ids):
                    _add(sums, flow, branch=branch)
                    _add(sums, flow, branch="", sign=-1)
    for (currency, product, kind, branch, is_in), (count, minor) in sorted(sums.items()):
        if count and asked.currency in ("", currency):
            amount = format_amount(minor, currency=currency)
            yield currency, product, branch, kind, "in" if is_in else "out", count, amount


def _add(
    sums: dict[tuple[str, str, str, str, bool], list[int]],
    flow: books.FlowSum,
    *,
    branch: str,
    sign: int = 1,
) -> None:
    found = sums[flow.currency, flow.product, flow.kind, branch, flow.is_in]
    found[0] += sign * flow.count
    found[1] += sign * flow.amount_minor


def _branches() -> list[str]:
    named = CashMovement.objects.exclude(branch="").order_by("branch")
    return list(named.values_list("branch", flat=True).distinct())


def _cash_of(branch: str, asked: Asked) -> Iterator[list[UUID]]:
    """Yield the transfers of a branch's cash in chunks, by the index of (branch, day)."""
    # A receipt's day is the bank's own; the ledger's day may be the one beside it.
    day = timedelta(days=1)
    rows = CashMovement.objects.filter(
        branch=branch, business_date__range=(asked.from_date - day, asked.to_date + day)
    ).order_by("business_date", "transfer_id")
    page = list(rows.values_list("business_date", "transfer_id")[:_CHUNK])
    while page:
        yield [transfer_id for _, transfer_id in page]
        last_day, last_id = page[-1]
        further = Q(business_date=last_day, transfer_id__gt=last_id) | Q(business_date__gt=last_day)
        page = list(
            rows.filter(further, business_date__gte=last_day).values_list(
                "business_date", "transfer_id"
            )[:_CHUNK]
        )


def _teller_totals(asked: Asked) -> Rows:
    cash = CashMovement.objects.filter(
        channel=CashMovement.Channel.TELLER,
        business_date__range=(asked.from_date, asked.to_date),
    )
    if asked.teller_id is not None:
        cash = cash.filter(teller_id=asked.teller_id)
    else:
        # Named, so that the index of (branch, day) is used.
        cash = cash.filter(branch__in=_branches())
    if asked.currency:
        cash = cash.filter(currency=asked.currency)
    keys = ("business_date", "branch", "teller_id", "currency", "kind")
    sums = cash.values(*keys).annotate(count=Count("transfer_id"), minor=Sum("amount_minor"))
    for one in sums.order_by(*keys):
        yield (
            one["business_date"].isoformat(),
            one["branch"],
            str(one["teller_id"]),
            one["currency"],
            one["kind"],
            one["count"],
            format_amount(int(one["minor"]), currency=one["currency"]),
        )


def _declined_attempts(asked: Asked) -> Rows:
    zone = bank_zone()
    for attempt in books.read_declined(
        from_at=datetime.combine(asked.from_date, time(), tzinfo=zone),
        until=datetime.combine(asked.to_date + timedelta(days=1), time(), tzinfo=zone),
    ):
        if asked.currency in ("", attempt.currency):
            yield (
                attempt.refused_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "" if attempt.actor_id is None else str(attempt.actor_id),
                attempt.operation,
                attempt.code,
                attempt.detail,
                attempt.account_number,
                attempt.amount,
                attempt.currency,
            )


REPORTS: Final = {
    report.name: report
    for report in (
        Report(
            name="trial-balance",
            title="Trial balance",
            columns=("currency", "account", "title", "product", "debit", "credit"),
            read=_trial_balance,
            is_of_a_day=True,
        ),
        Report(
            name="flows",
            title="Flows by product and branch",
            columns=("currency", "product", "branch", "kind", "direction", "count", "amount"),
            read=_flows,
        ),
        Report(
            name="teller-totals",
            title="Teller totals",
            columns=("date", "branch", "teller", "currency", "kind", "count", "amount"),
            read=_teller_totals,
            permission=_TELLERS,
        ),
        Report(
            name="declined-attempts",
            title="Declined attempts",
            columns=(
                "declined_at",
                "person",
                "operation",
                "code",
                "reason",
                "account",
                "amount",
                "currency",
            ),
            read=_declined_attempts,
        ),
    )
}
