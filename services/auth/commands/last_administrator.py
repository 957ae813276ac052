"""Who administers people: somebody who still may, and never nobody."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import Refused, Unproven
from services.auth.models import Role, User


class LastAdministrator(Refused):
    """Nobody else is an active administrator."""


def require_another_administrator(*, person_id: UUID) -> None:
    """Refuse to lose the last active administrator; call it inside the change's transaction.

    Every active administrator's row is locked, in the order of ids, so of two who try at once the
    second sees what the first has done. Who is no active administrator can always go.

    Raises:
        LastAdministrator: nobody else is one.

    """
    ids = sorted(_administrators())
    locked = User.objects.select_for_update().filter(id__in=ids).order_by("id")
    list(locked.values_list("id", flat=True))
    # Read again: while this waited for a lock, somebody may have changed roles.
    left = _administrators()
    if left == {person_id}:
        raise LastAdministrator


def require_administrator(*, person_id: UUID) -> None:
    """Refuse who is no active administrator any more, but has a token of some minutes ago.

    Else one who was deactivated would have five minutes to let themselves in again.

    Raises:
        Unproven: see there.

    """
    if person_id not in _administrators():
        raise Unproven


def _administrators() -> set[UUID]:
    found = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True)
    return set(found.values_list("id", flat=True))
