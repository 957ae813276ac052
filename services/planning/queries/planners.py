"""Reads: how a person plans, and whom they let look on."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import NotFound
from services.planning.models import Planner, Share


class PlanningNotFound(NotFound):
    """There is no such planning."""


class ShareNotFound(NotFound):
    """There is no such share."""


def find_planner(*, person_id: UUID) -> Planner | None:
    """Return how a person plans, or None as long as they do not."""
    return Planner.objects.filter(person_id=person_id).first()


def is_shared(*, owner_id: UUID, viewer_id: UUID) -> bool:
    """Return whether one person lets another look on at present."""
    shares = Share.objects.filter(owner_id=owner_id, viewer_id=viewer_id)
    return shares.filter(revoked_at__isnull=True).exists()


def list_shares(*, owner_id: UUID) -> list[Share]:
    """Return whom a person lets look on, the oldest first."""
    return list(Share.objects.filter(owner_id=owner_id, revoked_at__isnull=True).order_by("id"))


def list_shared_with(*, viewer_id: UUID) -> list[Share]:
    """Return who lets a person look on, the oldest first."""
    return list(Share.objects.filter(viewer_id=viewer_id, revoked_at__isnull=True).order_by("id"))
