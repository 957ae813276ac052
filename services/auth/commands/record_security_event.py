"""The sign-in log: who did what about a person's sign-in, from where, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.ipv6 import clean_ipv6_address

from kernel.audit import chain
from services.auth import queries
from services.auth.commands.deliver_notice import keep_security_notice
from services.auth.metrics import logins_total
from services.auth.models import SecurityEvent, SignInEvent, SignInFactor, SignInResult

DEVICE_LENGTH: Final = 200


class Origin(TypedDict):
    """The network address, and a readable name of the device (`Firefox on Linux`)."""

    address: str | None
    device: str


# What happens without a request: a task, a management command.
NOWHERE: Final = Origin(address=None, device="")


def record_security_event(
    *,
    person_id: UUID | None,
    event: SecurityEvent,
    factor: SignInFactor = SignInFactor.NONE,
    result: SignInResult = SignInResult.SUCCEEDED,
    origin: Origin = NOWHERE,
    actor_id: UUID | None = None,
    now: datetime,
) -> None:
    """Add a line to the log; sign-ins are counted too. The actor is named when it is another.

    Call it last in a command: the end of the log stays locked until the transaction ends.
    """
    line = SignInEvent(
        event=SecurityEvent(event),
        person_id=person_id,
        actor_id=None if actor_id == person_id else actor_id,
        result=SignInResult(result),
        factor=SignInFactor(factor),
        address=_plain(origin["address"]),
        device=origin["device"][:DEVICE_LENGTH],
        happened_at=now,
    )
    with transaction.atomic():
        link = chain.append(chain=queries.CHAIN, content=queries.content_of(line))
        line.position, line.previous_hash, line.hash = link.position, link.previous_hash, link.hash
        line.save(force_insert=True)
        if person_id is not None and result == SignInResult.SUCCEEDED:
            keep_security_notice(
                person_id=person_id, event=SecurityEvent(event), event_id=line.id, now=now
            )
    if event == SecurityEvent.SIGN_IN:
        logins_total.labels(result.value, factor.value).inc()


def _plain(address: str | None) -> str | None:
    # As the column gives it back: the link covers exactly that.
    return None if address is None else clean_ipv6_address(address) if ":" in address else address
