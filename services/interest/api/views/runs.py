"""Runs over HTTP: what operations watch and steer."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.schema import problems
from services.interest import commands, queries
from services.interest.api.renderings import run_content
from services.interest.api.serializers import (
    InterestDryRunOutput,
    InterestRunOutput,
    InterestRunPageOutput,
    RunQuery,
)
from services.interest.models import InterestRun

_STEER: Final = {200: InterestRunOutput, **problems(403, 404, 409, 422)}


def _answer(run: InterestRun, *, status: int = 200) -> Response:
    progress = queries.progress_of([run.id]).get(run.id)
    return Response(run_content(run, progress=progress), status=status)


class InterestRunsView(APIView):
    """All runs."""

    permissions: ClassVar[dict[str, str]] = {"GET": "interest.read_runs", "POST": "interest.run"}

    @extend_schema(
        operation_id="list_interest_runs",
        parameters=[RunQuery],
        responses={200: InterestRunPageOutput, **problems(403)},
    )
    def get(self, request: Any) -> Response:
        """Return runs, the latest business date first."""
        asked = read_input(RunQuery, request.GET.dict())
        found, following = queries.list_runs(
            kind=asked.get("kind"),
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        progress = queries.progress_of([run.id for run in found])
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [run_content(run, progress=progress.get(run.id)) for run in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="start_interest_run",
        request=None,
        responses={201: InterestRunOutput, **problems(403, 409)},
    )
    def post(self, request: Any) -> Response:
        """Plan what is due next: it can be tried, and within a minute beat has a worker do it."""
        run = commands.start_run(person_id=request.user.id, now=timezone.now())
        return _answer(run, status=201)


class InterestRunView(APIView):
    """One run."""

    permissions: ClassVar[dict[str, str]] = {"GET": "interest.read_runs"}

    @extend_schema(
        operation_id="get_interest_run", responses={200: InterestRunOutput, **problems(403, 404)}
    )
    def get(self, request: Any, run_id: UUID) -> Response:  # noqa: ARG002
        """Return a run with its progress."""
        return _answer(queries.get_run(run_id=run_id))


class PauseRunView(APIView):
    """Stopping a run."""

    permissions: ClassVar[dict[str, str]] = {"POST": "interest.run"}

    @extend_schema(operation_id="pause_interest_run", request=None, responses=_STEER)
    def post(self, request: Any, run_id: UUID) -> Response:
        """Stop a run after the chunks that are being done."""
        return _answer(
            commands.pause_run(run_id=run_id, person_id=request.user.id, now=timezone.now())
        )


class ResumeRunView(APIView):
    """Letting a run go on."""

    permissions: ClassVar[dict[str, str]] = {"POST": "interest.run"}

    @extend_schema(operation_id="resume_interest_run", request=None, responses=_STEER)
    def post(self, request: Any, run_id: UUID) -> Response:
        """Let a paused or failed run go on where it stopped."""
        run = commands.resume_run(run_id=run_id, person_id=request.user.id, now=timezone.now())
        return _answer(run)


class DryRunView(APIView):
    """Trying a run."""

    permissions: ClassVar[dict[str, str]] = {"POST": "interest.run"}

    @extend_schema(
        operation_id="try_interest_run",
        request=None,
        responses={200: InterestDryRunOutput, **problems(403, 404, 409)},
    )
    def post(self, request: Any, run_id: UUID) -> Response:  # noqa: ARG002
        """Return the totals that a planned or paused accrual would come to; nothing is written."""
        return Response({"totals": commands.try_run(run_id=run_id)})


class SignOffRunView(APIView):
    """Signing a run off."""

    permissions: ClassVar[dict[str, str]] = {"POST": "interest.sign_off"}

    @extend_schema(operation_id="sign_off_interest_run", request=None, responses=_STEER)
    def post(self, request: Any, run_id: UUID) -> Response:
        """Say as a person that a run whose controls are zero is right."""
        return _answer(
            commands.sign_off_run(run_id=run_id, person_id=request.user.id, now=timezone.now())
        )
