"""Have the archive made where every service's holding is: here, or by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from services.accounts.models import Customer, Takeout
from services.accounts.storage import document_storage
from services.accounts.takeout.archive import archive_of

log = structlog.get_logger(__name__)

KEPT: Final = timedelta(hours=1)


def archive_at_hand(customer: Customer, *, now: datetime) -> Iterator[bytes] | None:
    """Return the archive's bytes; None: a worker has to make it first (`ask_for_archive`).

    A process of all services makes it while it is sent. One of this service alone cannot see what
    the others hold, and hands out what the worker has made within the last hour.
    """
    if settings.RUNS_ALL:
        return archive_of(customer)
    made = Takeout.objects.filter(customer=customer, made_at__gt=now - KEPT).first()
    key = customer.person_key()
    if made is None or key is None:
        return None
    sealed = document_storage().read(file_id=made.file_id)
    return iter([key.unseal_bytes(sealed, context=_context(made))])


@transaction.atomic(durable=True)
def ask_for_archive(customer: Customer, *, now: datetime) -> None:
    """Let the worker make a customer's archive; asked again meanwhile, it is made once."""
    _let_go(Takeout.objects.filter(customer=customer, made_at__lte=now - KEPT))
    Takeout.objects.get_or_create(customer=customer, defaults={"asked_at": now})


def make_archives(*, now: datetime) -> int:
    """Make the archives that were asked for, in a process of all services; return how many."""
    assert settings.RUNS_ALL
    waiting = Takeout.objects.filter(made_at=None).order_by("asked_at")
    made = 0
    for customer_id in waiting.values_list("pk", flat=True):
        try:
            made += _make(customer_id, now=now)
        except Exception:
            # Nobody waits for somebody else's; it is tried again with the next round.
            log.exception("takeout.failed", customer_id=str(customer_id))
    return made


@transaction.atomic(durable=True)
def _make(customer_id: UUID, *, now: datetime) -> bool:
    can_skip = connection.features.has_select_for_update_skip_locked
    rows = Takeout.objects.select_for_update(skip_locked=can_skip)
    takeout = rows.filter(pk=customer_id, made_at=None).first()
    key = None if takeout is None else takeout.customer.person_key()
    if takeout is None or key is None:
        return False
    content = b"".join(archive_of(takeout.customer))
    document_storage().write(
        file_id=takeout.file_id, content=key.seal_bytes(content, context=_context(takeout))
    )
    takeout.made_at = now
    takeout.save(update_fields=["made_at"])
    return True


def purge_archives(*, now: datetime) -> int:
    """Let go of archives that nobody can fetch any more; return how many."""
    return _let_go(Takeout.objects.filter(made_at__lte=now - KEPT))


def _let_go(takeouts: QuerySet[Takeout]) -> int:
    old = list(takeouts)
    for takeout in old:
        takeout.delete()
        document_storage().delete(file_id=takeout.file_id)
    return len(old)


def _context(takeout: Takeout) -> str:
    return f"accounts_takeout.content:{takeout.file_id}"
