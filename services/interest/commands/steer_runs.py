"""What operations do with runs: start now, pause, resume, try without writing, sign off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Refused
from services.interest.commands.accrue_day import preview_range
from services.interest.commands.control_run import differences
from services.interest.commands.plan_run import due_run
from services.interest.models import InterestRun
from services.interest.queries.days import read_day
from services.interest.queries.runs import InterestRunNotFound, get_run

_Status = InterestRun.Status


class NothingDue(Conflict):
    """No day is waiting for its interest."""


class RunNotThere(Conflict):
    """The run is not in a state for that."""


class RunNotClean(Refused):
    """A control of the run is not zero."""


class AlreadyDone(Conflict):
    """The run is done; there is nothing left to try."""


def start_run(*, person_id: UUID, now: datetime) -> InterestRun:
    """Plan what is due next and return it; workers do it when beat tells them, each minute.

    Raises:
        NothingDue: all balanced days have their interest, or the next run stands.

    """
    run = due_run(now=now)
    if run is None or run.status not in {_Status.PLANNED, _Status.RUNNING}:
        raise NothingDue
    _record(run, action="run.start", person_id=person_id, before={}, now=now)
    return run


def pause_run(*, run_id: UUID, person_id: UUID, now: datetime) -> InterestRun:
    """Stop a run after the chunks that are being done, and those after it with it.

    Raises:
        InterestRunNotFound: there is none.
        RunNotThere: it is neither planned nor running.

    """
    return _change(
        run_id,
        to=_Status.PAUSED,
        allowed={_Status.PLANNED, _Status.RUNNING},
        person_id=person_id,
        action="run.pause",
        now=now,
    )


def resume_run(*, run_id: UUID, person_id: UUID, now: datetime) -> InterestRun:
    """Let a paused or failed run go on where it stopped.

    Raises:
        InterestRunNotFound: there is none.
        RunNotThere: it is neither paused nor failed.

    """
    return _change(
        run_id,
        to=_Status.RUNNING,
        allowed={_Status.PAUSED, _Status.FAILED},
        person_id=person_id,
        action="run.resume",
        now=now,
    )


def sign_off_run(*, run_id: UUID, person_id: UUID, now: datetime) -> InterestRun:
    """Say as a person that a run is right.

    Raises:
        InterestRunNotFound: there is none.
        RunNotThere: it is not done.
        RunNotClean: a control total differs.

    """
    return _change(
        run_id,
        to=_Status.SIGNED_OFF,
        allowed={_Status.DONE},
        person_id=person_id,
        action="run.sign_off",
        now=now,
    )


def try_run(*, run_id: UUID) -> dict[str, str]:
    """Return the totals that an accrual would come to if it were done now; nothing is written.

    Raises:
        InterestRunNotFound: there is none.
        AlreadyDone: it is done, or it is no accrual.

    """
    run = get_run(run_id=run_id)
    if run.kind != InterestRun.Kind.ACCRUAL or run.status in {_Status.DONE, _Status.SIGNED_OFF}:
        raise AlreadyDone
    day = read_day(business_date=run.business_date)
    totals = [0, 0, 0, 0]
    for chunk in run.chunks.order_by("position"):
        found = preview_range(day, first_id=chunk.first_id, last_id=chunk.last_id)
        totals = [total + value for total, value in zip(totals, found, strict=True)]
    names = ("rows", "balance_minor", "accrued_nano", "charged_nano")
    return {name: str(value) for name, value in zip(names, totals, strict=True)}


@transaction.atomic(durable=True)
def _change(
    run_id: UUID,
    *,
    to: str,
    allowed: set[Any],
    person_id: UUID,
    action: str,
    now: datetime,
) -> InterestRun:
    run = InterestRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise InterestRunNotFound
    if run.status not in allowed:
        raise RunNotThere(f"The run is {run.status}.")
    before = {"status": str(run.status)}
    run.status = to
    if to == _Status.SIGNED_OFF:
        wrong = differences(run.totals)
        if wrong:
            raise RunNotClean(", ".join(f"{name}: {value}" for name, value in wrong.items()))
        run.signed_off_by, run.signed_off_at = person_id, now
    if to == _Status.RUNNING:
        run.failure, run.started_at = "", run.started_at or now
    run.save(update_fields=["status", "signed_off_by", "signed_off_at", "failure", "started_at"])
    _record(run, action=action, person_id=person_id, before=before, now=now)
    return run


def _record(
    run: InterestRun, *, action: str, person_id: UUID, before: dict[str, str], now: datetime
) -> None:
    record_edit(
        service="interest",
        subject_type="interest_run",
        subject_id=run.id,
        action=action,
        actor_id=person_id,
        before=before,
        after={"status": str(run.status)},
        now=now,
    )
