"""A plan's days."""

from __future__ import annotations

from services.planning.models import Plan
from services.planning.recurrence import Recurrence


def recurrence_of(plan: Plan) -> Recurrence:
    """Return the days of a plan."""
    return Recurrence(
        frequency=plan.frequency,
        first_date=plan.first_date,
        rrule=plan.rrule,
        end_date=plan.end_date,
    )
