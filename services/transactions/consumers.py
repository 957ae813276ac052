"""THE TABLE OF EVENTS: who takes which. The relay parks what stands nowhere here."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from kernel import personal
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


def _forget(event: Event) -> None:
    # The worker runs every service, so everybody's holding is here; a process that lacks one
    # fails, and the event comes again.
    known = {holding.service: holding for holding in personal.holdings()}
    account_ids = [UUID(account_id) for account_id in event.payload["accounts"]]
    for service in sorted(personal.ELSEWHERE):
        known[service].forget(
            person_id=UUID(event.payload["person_id"]), account_ids=account_ids, now=timezone.now()
        )


def _tell_planning(event: Event) -> None:
    # The payload names the transfer, or the account of a batch; planning reads the ledger itself.
    names = ("transfer_id", "account_id")
    facts = {name: event.payload[name] for name in names if name in event.payload}
    _send("planning.follow_movement", facts, queue="planning")


def _send(task: str, kwargs: dict[str, Any], *, queue: str = "auth") -> None:
    try:
        current_app.send_task(task, kwargs=kwargs, queue=queue)
    except (OperationalError, ConnectionError) as failure:
        raise QueueAway from failure


NOTICES: Final = Consumer(name="notices", take=_tell_people)
WEBHOOKS: Final = Consumer(name="webhooks", take=_tell_programs)
PLANNING: Final = Consumer(name="planning", take=_tell_planning)
INVITATIONS: Final = Consumer(name="invitations", take=_invite)
FORGETTING: Final = Consumer(name="forgetting", take=_forget)

CONSUMERS: Final[Consumers] = {
    "customer.invited": (INVITATIONS,),
    personal.ERASED: (FORGETTING,),
    **{
        name: (
            *((NOTICES,) if name in NOTICE_EVENTS else ()),
            *((WEBHOOKS,) if name in WEBHOOK_EVENTS else ()),
            *((PLANNING,) if name in {"transfer.posted", "batch.posted"} else ()),
        )
        for name in sorted({*NOTICE_EVENTS, *WEBHOOK_EVENTS})
    },
}
