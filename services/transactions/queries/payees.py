"""Whom a person pays, and since when they are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.transactions.models import Payee


class PayeeNotFound(NotFound):
    """There is no such payee."""


def get_payee(*, person_id: UUID, payee_id: UUID) -> Payee:
    """Return a saved payee of the person.

    Raises:
        PayeeNotFound: there is none, it was deleted, or it is somebody else's.

    """
    payee = find_payee(person_id=person_id, payee_id=payee_id)
    if payee is None:
        raise PayeeNotFound
    return payee


def find_payee(*, person_id: UUID, payee_id: UUID) -> Payee | None:
    """Return a saved payee of the person, or None."""
    return _saved(person_id).filter(id=payee_id).first()


def find_paid(*, person_id: UUID, account_id: UUID) -> Payee | None:
    """Return what is known of an account as the person's payee: saved, paid or neither (None)."""
    return Payee.objects.filter(person_id=person_id, account_id=account_id).first()


def list_payees(
    *, person_id: UUID, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Payee], list[Any] | None]:
    """Return a page of saved payees, the oldest first, and the position of the next page.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    payees = _saved(person_id).order_by("id")
    if cursor is not None:
        after = parse_id(cursor[0]) if len(cursor) == 1 else None
        if after is None:
            raise CursorInvalid(field="cursor")
        payees = payees.filter(id__gt=after)
    found = list(payees[: limit + 1])
    page, more = found[:limit], len(found) > limit
    return page, [str(page[-1].id)] if more else None


class Acquaintance(Protocol):
    """Since when a payee is known, on a row or on what was read of it."""

    @property
    def added_at(self) -> datetime | None:
        """Return when it was saved."""

    @property
    def deleted_at(self) -> datetime | None:
        """Return when it was taken off the list."""

    @property
    def first_paid_at(self) -> datetime | None:
        """Return when it was paid first."""


def cooling_until(payee: Acquaintance | None) -> datetime | None:
    """Return until when a payee is new; None for one that the person does not know at all.

    A payee is known from the first of two events: it was added, or it was paid.
    """
    if payee is None:
        return None
    added = None if payee.deleted_at is not None else payee.added_at
    known = [moment for moment in (added, payee.first_paid_at) if moment is not None]
    return min(known) + timedelta(hours=settings.PAYEE_COOLING_HOURS) if known else None


def is_new(payee: Acquaintance | None, *, now: datetime) -> bool:
    """Return whether the person has known a payee for less than PAYEE_COOLING_HOURS."""
    until = cooling_until(payee)
    return until is None or now < until


def _saved(person_id: UUID) -> QuerySet[Payee]:
    return Payee.objects.filter(
        person_id=person_id, added_at__isnull=False, deleted_at__isnull=True
    )
