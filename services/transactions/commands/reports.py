"""Reports: read by staff, which is written down, and told of when their period is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import structlog
from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Invalid, Refused
from kernel.ledger import queries as books
from kernel.outbox.models import Event
from services.transactions.models import ReportRun, ReportSchedule
from services.transactions.queries.limits import day_of
from services.transactions.queries.reports import (
    Asked,
    Report,
    get_report,
    get_report_schedule,
    list_report_schedules,
    read_report,
)
from services.transactions.reports import Table, over_by, period_from

log = structlog.get_logger(__name__)

MOST_SCHEDULES: Final = 100
MOST_RECIPIENTS: Final = 50
CHUNK: Final = 50
# Another service's words of what is told: auth has them for this kind.
_ASKED: Final = "notice.asked"
_KIND: Final = "report_ready"
_DAY: Final = timedelta(days=1)
# What a reader of a report looked at, in the audit.
_NAMESPACE: Final = UUID("5f0b4f7a-7a43-5a4e-9d1b-3c6f2f7f8a90")


class ReportRecipientsInvalid(Invalid):
    """A schedule tells one to fifty people, each named once."""


class TooManyReportSchedules(Refused):
    """The bank has as many scheduled reports as it may have."""


def look_at_report(
    *, report: Report, asked: Asked, file_format: str, person_id: UUID, now: datetime
) -> Table:
    """Return a report for a member of staff; that they took it is in the audit first.

    Raises:
        ReportPeriodInvalid: see there.

    """
    table = read_report(report, asked, now=now)
    with transaction.atomic(durable=True):
        record_edit(
            service="transactions",
            subject_type="report",
            subject_id=uuid5(_NAMESPACE, report.name),
            action="report.read",
            actor_id=person_id,
            before=None,
            after={
                "report": report.name,
                "from_date": table.from_date,
                "to_date": table.to_date,
                "format": file_format,
            },
            now=now,
        )
    return table


@transaction.atomic(durable=True)
def schedule_report(
    *, report: str, every: str, recipients: Iterable[UUID], person_id: UUID, now: datetime
) -> ReportSchedule:
    """Have people told whenever a period of a report is over, from the present period on.

    Raises:
        ReportNotFound: there is none of this name.
        ReportRecipientsInvalid, TooManyReportSchedules: see there.

    """
    get_report(report)
    told = _recipients(recipients)
    if len(list_report_schedules()) >= MOST_SCHEDULES:
        raise TooManyReportSchedules
    schedule = ReportSchedule.objects.create(
        report=report,
        every=every,
        recipients=told,
        person_id=person_id,
        created_at=now,
        next_from_date=period_from(_today(now), every=every)[0],
    )
    _record(schedule, "report.schedule", actor_id=person_id, before=None, now=now)
    return schedule


@transaction.atomic(durable=True)
def change_report_schedule(
    *, schedule_id: UUID, recipients: Iterable[UUID], person_id: UUID, now: datetime
) -> ReportSchedule:
    """Change who is told.

    Raises:
        ReportScheduleNotFound, ReportRecipientsInvalid: see there.

    """
    told = _recipients(recipients)
    schedule = _locked(schedule_id)
    before = _content(schedule)
    schedule.recipients = told
    schedule.save(update_fields=["recipients"])
    _record(schedule, "report.reschedule", actor_id=person_id, before=before, now=now)
    return schedule


@transaction.atomic(durable=True)
def delete_report_schedule(*, schedule_id: UUID, person_id: UUID, now: datetime) -> None:
    """Tell nobody any more; the runs that were stay.

    Raises:
        ReportScheduleNotFound: there is none.

    """
    schedule = _locked(schedule_id)
    schedule.deleted_at = now
    schedule.save(update_fields=["deleted_at"])
    _record(
        schedule,
        "report.unschedule",
        actor_id=person_id,
        before=_content(schedule),
        now=now,
        is_gone=True,
    )


def run_report_schedules(*, now: datetime, limit: int = CHUNK) -> bool:
    """Tell recipients of the periods that are over; return whether there may be more.

    Safe at any time and from two processes: the schedule's row is locked, and (schedule, period) is
    one row. A period that was missed is made up, one at a time. What is told is that a report is
    there: it is read after signing in, with the rights of then, and never travels by mail.
    """
    today = _today(now)
    due = ReportSchedule.objects.filter(deleted_at=None, next_from_date__lt=today)
    ids = list(due.order_by("next_from_date", "id").values_list("id", flat=True))
    told = 0
    for schedule_id in ids:
        with transaction.atomic():
            told += _tell(schedule_id, today=today, now=now)
        if told >= limit:
            return True
    return False


def _tell(schedule_id: UUID, *, today: date, now: datetime) -> int:
    schedule = ReportSchedule.objects.select_for_update().get(id=schedule_id)
    if schedule.deleted_at is not None:
        return 0
    told = 0
    while period := over_by(today, next_from=schedule.next_from_date, every=schedule.every):
        first, last = period
        run = ReportRun.objects.create(
            schedule=schedule, from_date=first, to_date=last, made_at=now
        )
        Event.objects.bulk_create(
            [_notice(schedule, run, person_id, now=now) for person_id in schedule.recipients]
        )
        schedule.next_from_date = last + _DAY
        schedule.save(update_fields=["next_from_date"])
        told += 1
        log.info("report.told", report=schedule.report, schedule_id=str(schedule.id))
    return told


def _notice(schedule: ReportSchedule, run: ReportRun, person_id: str, *, now: datetime) -> Event:
    return Event(
        name=_ASKED,
        payload={
            "person_id": person_id,
            "kind": _KIND,
            "facts": {
                "title": get_report(schedule.report).title,
                "report": schedule.report,
                "from_date": run.from_date.isoformat(),
                "to_date": run.to_date.isoformat(),
            },
        },
        created_at=now,
    )


def _today(now: datetime) -> date:
    """Return the first day that is not over: neither for the ledger nor on the bank's calendar."""
    opened = books.get_open_day()
    return day_of(now) if opened is None else min(opened, day_of(now))


def _recipients(recipients: Iterable[UUID]) -> list[str]:
    told = [str(person_id) for person_id in recipients]
    if not 1 <= len(told) <= MOST_RECIPIENTS or len(set(told)) < len(told):
        raise ReportRecipientsInvalid(field="recipients")
    return told


def _locked(schedule_id: UUID) -> ReportSchedule:
    get_report_schedule(schedule_id=schedule_id)
    ReportSchedule.objects.select_for_update().get(id=schedule_id)
    return get_report_schedule(schedule_id=schedule_id)


def _content(schedule: ReportSchedule) -> dict[str, Any]:
    return {
        "report": schedule.report,
        "every": schedule.every,
        "recipients": schedule.recipients,
    }


def _record(
    schedule: ReportSchedule,
    action: str,
    *,
    actor_id: UUID,
    before: dict[str, Any] | None,
    now: datetime,
    is_gone: bool = False,
) -> None:
    record_edit(
        service="transactions",
        subject_type="report_schedule",
        subject_id=schedule.id,
        action=action,
        actor_id=actor_id,
        before=before,
        after=None if is_gone else _content(schedule),
        now=now,
    )
