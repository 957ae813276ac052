"""THE TABLE OF EVENTS: who takes which. The relay parks what stands nowhere here."""

from __future__ import annotations

from typing import Any, Final

from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from kernel.outbox.consumers import Consumer, Consumers, QueueAway
from kernel.outbox.models import Event
from services.transactions import commands
from services.transactions.events import WEBHOOK_EVENTS
from services.transactions.notices import NOTICE_EVENTS, notices_of


def _tell_people(event: Event) -> None:
    # `auth` knows how to reach a person; it keeps one notice for each (event, person).
    for notice in notices_of(event):
        _send("identity.deliver_notice", notice)


def _tell_programs(event: Event) -> None:
    commands.write_deliveries(event, now=timezone.now())


def _invite(event: Event) -> None:
    payload = event.payload
    _send(
        "identity.invite_customer",
        {"person_id": payload["person_id"], "email": payload["email"]},
    )


def _send(task: str, kwargs: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=kwargs, queue="auth")
    except (OperationalError, ConnectionError) as failure:
        raise QueueAway from failure


NOTICES: Final = Consumer(name="notices", take=_tell_people)
WEBHOOKS: Final = Consumer(name="webhooks", take=_tell_programs)
INVITATIONS: Final = Consumer(name="invitations", take=_invite)

CONSUMERS: Final[Consumers] = {
    "customer.invited": (INVITATIONS,),
    **{
        name: (
            *((NOTICES,) if name in NOTICE_EVENTS else ()),
            *((WEBHOOKS,) if name in WEBHOOK_EVENTS else ()),
        )
        for name in sorted({*NOTICE_EVENTS, *WEBHOOK_EVENTS})
    },
}
