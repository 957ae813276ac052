"""Reports over HTTP, for staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.schema import problems
from services.transactions import commands, queries
from services.transactions.api.renderings import instant
from services.transactions.api.serializers.reports import (
    ReportKindPageOutput,
    ReportOutput,
    ReportQuery,
    ReportScheduleChangeInput,
    ReportScheduleInput,
    ReportScheduleOutput,
    ReportSchedulePageOutput,
)
from services.transactions.models import ReportSchedule
from services.transactions.queries.reports import REPORTS, Asked
from services.transactions.reports import write_csv, write_json

_ALL_TELLERS: Final = "reports.read"
_READ: Final = "reports.read_tellers"
_SCHEDULE: Final = "reports.schedule"
_RUNS_SHOWN: Final = 12


class ReportsView(APIView):
    """What can be read."""

    permissions: ClassVar[dict[str, str]] = {"GET": _READ}

    @extend_schema(
        operation_id="list_reports", responses={200: ReportKindPageOutput, **problems(403)}
    )
    def get(self, request: Any) -> Response:
        """Return the reports that you may read."""
        results = [
            {"name": report.name, "title": report.title, "columns": list(report.columns)}
            for report in REPORTS.values()
            if request.user.may(report.permission)
        ]
        return Response({"results": results, "next": None, "previous": None})


class ReportView(APIView):
    """One report."""

    permissions: ClassVar[dict[str, str]] = {"GET": _READ}

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Take any `Accept`: what comes is named by `format`."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="read_report",
        parameters=[ReportQuery],
        responses={
            (200, "application/json"): ReportOutput,
            (200, "text/csv"): OpenApiTypes.STR,
            **problems(400, 403, 404),
        },
    )
    def get(self, request: Any, name: str) -> StreamingHttpResponse:
        """Return a report, written while it is read; a teller's totals are a teller's own."""
        report = queries.get_report(name)
        if not request.user.may(report.permission):
            raise PermissionDenied
        asked = read_input(ReportQuery, request.GET.dict())
        now = timezone.now()
        last = asked.get("to_date", asked.get("from_date", queries.day_of(now) - timedelta(days=1)))
        kind = asked["format"]
        table = commands.look_at_report(
            report=report,
            asked=Asked(
                from_date=asked.get("from_date", last),
                to_date=last,
                currency=asked.get("currency", ""),
                teller_id=None if request.user.may(_ALL_TELLERS) else request.user.id,
            ),
            file_format=kind,
            person_id=request.user.id,
            now=now,
        )
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        if kind == "csv":
            title = f"{table.name}-{table.from_date}-{table.to_date}.csv"
            headers["Content-Disposition"] = f'attachment; filename="{title}"'
        return StreamingHttpResponse(
            write_csv(table) if kind == "csv" else write_json(table),
            content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json",
            headers=headers,
        )


class ReportSchedulesView(APIView):
    """Reports that come by themselves."""

    permissions: ClassVar[dict[str, str]] = {"GET": _SCHEDULE, "POST": _SCHEDULE}

    @extend_schema(
        operation_id="list_report_schedules",
        responses={200: ReportSchedulePageOutput, **problems(403)},
    )
    def get(self, _request: Any) -> Response:
        """Return all schedules, the oldest first: there are a hundred at most."""
        results = [_content(schedule) for schedule in queries.list_report_schedules()]
        return Response({"results": results, "next": None, "previous": None})

    @extend_schema(
        operation_id="schedule_report",
        request=ReportScheduleInput,
        responses={201: ReportScheduleOutput, **problems(400, 403, 404, 422)},
    )
    def post(self, request: Any) -> Response:
        """Have staff told whenever a period of a report is over."""
        asked = read_input(ReportScheduleInput, request.data)
        schedule = commands.schedule_report(
            report=asked["report"],
            every=asked["every"],
            recipients=asked.get("recipients", [request.user.id]),
            person_id=request.user.id,
            now=timezone.now(),
        )
        return Response(_content(schedule), status=201)


class ReportScheduleView(APIView):
    """One schedule."""

    permissions: ClassVar[dict[str, str]] = {
        "GET": _SCHEDULE,
        "PATCH": _SCHEDULE,
        "DELETE": _SCHEDULE,
    }

    @extend_schema(
        operation_id="get_report_schedule",
        responses={200: ReportScheduleOutput, **problems(403, 404)},
    )
    def get(self, _request: Any, schedule_id: UUID) -> Response:
        """Return a schedule with its last runs."""
        return Response(_content(queries.get_report_schedule(schedule_id=schedule_id)))

    @extend_schema(
        operation_id="change_report_schedule",
        request=ReportScheduleChangeInput,
        responses={200: ReportScheduleOutput, **problems(400, 403, 404)},
    )
    def patch(self, request: Any, schedule_id: UUID) -> Response:
        """Change who is told."""
        asked = read_input(ReportScheduleChangeInput, request.data)
        schedule = commands.change_report_schedule(
            schedule_id=schedule_id, person_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(_content(schedule))

    @extend_schema(
        operation_id="delete_report_schedule", responses={204: None, **problems(403, 404)}
    )
    def delete(self, request: Any, schedule_id: UUID) -> Response:
        """Tell nobody any more."""
        commands.delete_report_schedule(
            schedule_id=schedule_id, person_id=request.user.id, now=timezone.now()
        )
        return Response(status=204)


def _content(schedule: ReportSchedule) -> dict[str, Any]:
    runs = queries.list_report_runs(schedule_id=schedule.id, limit=_RUNS_SHOWN)
    return {
        "id": str(schedule.id),
        "report": schedule.report,
        "every": schedule.every,
        "recipients": schedule.recipients,
        "person": str(schedule.person_id),
        "created_at": instant(schedule.created_at),
        "next_from_date": schedule.next_from_date.isoformat(),
        "runs": [
            {
                "from_date": run.from_date.isoformat(),
                "to_date": run.to_date.isoformat(),
                "made_at": instant(run.made_at),
            }
            for run in runs
        ],
    }
