"""How a person plans, whom they let look on, and what the bank's staff look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Invalid, Refused
from kernel.money import decimals_of
from services.planning import queries
from services.planning.commands.copy_movements import start_planning
from services.planning.models import Planner, Share
from services.planning.queries import PlanningNotFound, ShareNotFound

MAX_SHARES: Final = 20


class SharedWithOneself(Invalid):
    """A view is shared with somebody else."""


class TooManyShares(Refused):
    """A view is shared with as many people as it can be."""


def change_settings(*, person_id: UUID, now: datetime, **wanted: Any) -> Planner:
    """Change how a person plans: currency, carry_over, has_alerts, has_weekly_mail.

    Raises:
        StillCopying, CurrencyUnknown: in this order.

    """
    planner = start_planning(person_id=person_id, now=now)
    if "currency" in wanted:
        known_currency(wanted["currency"])
    for name, value in wanted.items():
        setattr(planner, name, value)
    planner.save(update_fields=list(wanted) or None)
    return planner


def known_currency(currency: str) -> str:
    """Return a currency that ISO 4217 knows.

    Raises:
        CurrencyUnknown: it does not.

    """
    decimals_of(currency)
    return currency


@transaction.atomic
def share_planning(*, owner_id: UUID, viewer_id: UUID, now: datetime) -> Share:
    """Let another person look on, read only. Sharing again changes nothing.

    Whether there is such a person is not said: nobody learns here who banks with us.

    Raises:
        SharedWithOneself, TooManyShares: in this order.

    """
    if owner_id == viewer_id:
        raise SharedWithOneself(field="person")
    share, is_new = Share.objects.select_for_update().get_or_create(
        owner_id=owner_id, viewer_id=viewer_id, defaults={"created_at": now}
    )
    if not is_new and share.revoked_at is None:
        return share
    if len(queries.list_shares(owner_id=owner_id)) > MAX_SHARES:
        raise TooManyShares
    share.revoked_at = None
    share.created_at = now
    share.save()
    _keep(share, action="share", now=now)
    return share


@transaction.atomic
def revoke_share(*, owner_id: UUID, share_id: UUID, now: datetime) -> None:
    """Let a person look on no more, from this moment.

    Raises:
        ShareNotFound: there is none, or it is somebody else's.

    """
    shares = Share.objects.select_for_update().filter(owner_id=owner_id, id=share_id)
    share = shares.filter(revoked_at__isnull=True).first()
    if share is None:
        raise ShareNotFound
    share.revoked_at = now
    share.save(update_fields=["revoked_at"])
    _keep(share, action="revoke", now=now)


def look_at_planning(
    *, owner_id: UUID | None, person_id: UUID, is_staff: bool, what: str, now: datetime
) -> UUID:
    """Return whose planning somebody looks at: their own, or one that they may see.

    `is_staff` says whether a role lets them see everybody's; such a look is kept in the audit.

    Raises:
        PlanningNotFound: there is none, or it is not shared with them.

    """
    if owner_id is None or owner_id == person_id:
        return person_id
    if queries.is_shared(owner_id=owner_id, viewer_id=person_id):
        return owner_id
    if not is_staff or queries.find_planner(person_id=owner_id) is None:
        raise PlanningNotFound(field="owner")
    with transaction.atomic():
        record_edit(
            service="planning",
            subject_type="planner",
            subject_id=owner_id,
            action=f"look_at_{what}",
            actor_id=person_id,
            before=None,
            after={"what": what},
            now=now,
        )
    return owner_id


def _keep(share: Share, *, action: str, now: datetime) -> None:
    record_edit(
        service="planning",
        subject_type="share",
        subject_id=share.id,
        action=action,
        actor_id=share.owner_id,
        before=None,
        after={"viewer_id": share.viewer_id},
        now=now,
    )
