"""Reservations, as the holders of their accounts and the bank see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kernel.ledger.errors import HoldNotFound
from kernel.ledger.models import Capture, Hold
from kernel.ledger.records import Reservation


def get_reservation(
    *, hold_id: UUID, now: datetime, account_ids: Collection[UUID] | None = None
) -> Reservation:
    """Return a hold; with `account_ids`, only one on these accounts.

    Raises:
        HoldNotFound: there is none, or it is on another account.

    """
    holds = Hold.objects.filter(id=hold_id).select_related("account")
    if account_ids is not None:
        holds = holds.filter(account_id__in=account_ids)
    hold = holds.first()
    if hold is None:
        raise HoldNotFound
    return _as_of(hold, now=now)


def list_reservations(
    *,
    now: datetime,
    limit: int,
    account_ids: Collection[UUID] | None = None,
    status: str | None = None,
    after: UUID | None = None,
) -> list[Reservation]:
    """Return holds, the newest first, behind the one with the id `after`.

    A hold whose time is over is `expired` here at once; what it reserves is released by the next
    sweep.
    """
    holds = Hold.objects.select_related("account").order_by("-id")
    if account_ids is not None:
        holds = holds.filter(account_id__in=account_ids)
    if status is not None:
        holds = holds.filter(status=status)
    if after is not None:
        holds = holds.filter(id__lt=after)
    return [_as_of(hold, now=now) for hold in holds[:limit]]


def list_captures(*, hold_id: UUID) -> list[UUID]:
    """Return the transfers that took money out of a hold, the first one first."""
    captures = Capture.objects.filter(hold_id=hold_id).order_by("transfer_id")
    return list(captures.values_list("transfer_id", flat=True))


def _as_of(hold: Hold, *, now: datetime) -> Reservation:
    found = Reservation.of(hold, currency=hold.account.currency)
    is_over = hold.expires_at is not None and hold.expires_at <= now
    if found.status == Hold.Status.ACTIVE and is_over:
        return replace(found, status=str(Hold.Status.EXPIRED))
    return found
