"""Forget a person: what they planned is theirs alone, so all of it goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from services.planning.models import (
    Alert,
    Budget,
    Category,
    Change,
    Goal,
    Plan,
    Planner,
    Record,
    Rule,
    Share,
)


@transaction.atomic
def forget_person(
    *,
    person_id: UUID,
    account_ids: Collection[UUID],  # noqa: ARG001  (every holding is told of them)
    now: datetime,  # noqa: ARG001
) -> None:
    """Delete everything of a person, once `accounts` has erased the customer; again does no harm.

    What others wrote down about paying them is the others'.
    """
    Change.objects.filter(record__person_id=person_id).delete()
    for model in (Record, Rule, Plan, Goal, Budget, Alert, Planner):
        model.objects.filter(person_id=person_id).delete()  # type: ignore[attr-defined]
    Share.objects.filter(Q(owner_id=person_id) | Q(viewer_id=person_id)).delete()
    Category.objects.filter(owner_id=person_id).delete()
