"""Whose planning a request is about, and whether its sender may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.planning import commands

# A viewer reads the dashboard; an analyst reads all that it is made of.
READ: Final = "planning.read"
ANALYSE: Final = "planning.analyse"


def whose(
    request: Any, *, owner: UUID | None, what: str, now: datetime, permission: str = ANALYSE
) -> UUID:
    """Return the person whose planning is asked for.

    Raises:
        PlanningNotFound: there is none, or it is not shared with the sender.

    """
    return commands.look_at_planning(
        owner_id=owner,
        person_id=request.user.id,
        is_staff=request.user.may(permission),
        what=what,
        now=now,
    )


def query_of(request: Any, *, many: Collection[str] = ()) -> dict[str, Any]:
    """Return what the address asks for; `many` may be given more than once, or with commas."""
    return {
        name: [one for value in values for one in value.split(",")] if name in many else values[-1]
        for name, values in request.GET.lists()
    }
