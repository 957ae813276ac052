"""The demo's support desk: an agent, prepared answers, a few tickets."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from config.demo.people import CUSTOMERS, STAFF
from services.support import commands, queries
from services.support.models import Ticket

_REPLIES: Final = (
    (
        "hello",
        "Greeting",
        "Hello {{customer.name}},\n\nthank you for your message. We look at it and come back.",
    ),
    (
        "solved",
        "Solved",
        "Hello {{customer.name}},\n\nthis is done. If anything is missing, reopen your request.",
    ),
)
# Whose, kind, subject, text, hours ago, our answer, what it became.
_TICKETS: Final = (
    (0, "inquiry", "Card for a journey", "Does my card work in Norway?", 50, "It does.", "solved"),
    (1, "account_change", "My name changes", "I have married. What do you need?", 26, "", ""),
    (
        2,
        "issue",
        "Statement is hard to read",
        "Can the letters be larger?",
        5,
        "On which page, please?",
        "waiting",
    ),
    (0, "security", "Strange call", "Somebody asked for my code on the phone.", 1, "", ""),
)


def seed_desk(*, now: datetime) -> None:
    """Staff the desk and raise its tickets; what is there already stays."""
    agent, supervisor = (_staff(role) for role in ("agent", "supervisor"))
    for person in (agent, supervisor):
        commands.set_agent(
            person_id=person,
            actor_id=supervisor,
            queues=[queue.id for queue in queries.list_queues()],
            now=now,
        )
    for shortcut, title, body in _REPLIES:
        with contextlib.suppress(commands.ShortcutTaken):
            commands.create_canned_reply(
                actor_id=supervisor, shortcut=shortcut, title=title, body=body, now=now
            )
    for customer, kind, subject, body, hours, answer, status in _TICKETS:
        person = CUSTOMERS[customer].id
        if Ticket.objects.filter(person_id=person, subject=subject).exists():
            continue
        asked_at = now - timedelta(hours=hours)
        ticket = commands.raise_ticket(
            person_id=person, kind=kind, subject=subject, body=body, now=asked_at
        )
        if answer:
            commands.answer_ticket(
                ticket_id=ticket.id,
                actor_id=agent,
                body=answer,
                version=ticket.version,
                status=status,
                now=asked_at + timedelta(minutes=20),
            )


def _staff(role: str) -> UUID:
    return next(person.id for person in STAFF if person.role == role)
