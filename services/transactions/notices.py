"""What people are told: one notice for each person whom an event concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from kernel.outbox.models import Event
from services.transactions.events import ACCOUNT_EVENTS, Side, Told, masked, read_event
from services.transactions.thresholds import amount_of

_MOVEMENTS: Final = frozenset({"transfer.posted", "batch.posted"})
# Event -> the kind of notice, which auth has the words for (services/auth/notices.py).
_KINDS: Final = {
    "movement.declined": "declined",
    "standing_order.failed": "standing_order_failed",
    "statement.ready": "statement_ready",
    **{name: name.replace(".", "_") for name in ACCOUNT_EVENTS},
}
# What these say stands in the payload itself, and so does whom they are for.
_PERSONAL: Final = {
    "approval.decided": ("approval_decided", ("title", "status", "service", "request_id")),
    "webhook.disabled": ("webhook_disabled", ("host",)),
}
# Another service's own words: {"person_id", "kind", "facts"}.
ASKED: Final = "notice.asked"
NOTICE_EVENTS: Final = (*sorted(_MOVEMENTS), *_KINDS, *_PERSONAL, ASKED)


def notices_of(event: Event) -> list[dict[str, Any]]:
    """Return what each person is told of an event; nobody hears of it twice.

    A notice names an account by its last four digits only: mail is no safe place. Of a transfer
    between two accounts of one person they hear once.
    """
    if event.name == ASKED:
        return [_notice(event, **event.payload)]
    if event.name in _PERSONAL:
        kind, names = _PERSONAL[event.name]
        facts = {name: event.payload[name] for name in names}
        return [_notice(event, person_id=event.payload["person_id"], kind=kind, facts=facts)]
    if event.name not in NOTICE_EVENTS:
        return []
    told = read_event(event)
    return [_of_person(event, told, person_id) for person_id in told.people]


def _of_person(event: Event, told: Told, person_id: UUID) -> dict[str, Any]:
    sides = told.sides_of(person_id)
    facts = dict(told.facts)
    if event.name in _MOVEMENTS:
        kind, accounts = _movement(told, sides)
    else:
        kind, accounts = _KINDS[event.name], {"account": masked(sides[0].number)}
    return _notice(event, person_id=person_id, kind=kind, facts=facts | accounts)


def _movement(told: Told, sides: Iterable[Side]) -> tuple[str, dict[str, str]]:
    numbers = {side.direction: masked(side.number) for side in sides}
    if len(numbers) > 1:
        return "money_moved", {"account": numbers["out"], "to_account": numbers["in"]}
    (direction, account) = next(iter(numbers.items()))
    if direction == "in":
        return "money_in", {"account": account}
    is_large = told.amount_minor > amount_of("LARGE_PAYMENT_ABOVE", currency=told.currency)
    return "large_payment" if is_large else "money_out", {"account": account}


def _notice(event: Event, *, person_id: object, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_id": str(event.id),
        "person_id": str(person_id),
        "kind": kind,
        "happened_at": event.created_at.isoformat(),
        "facts": facts,
    }
