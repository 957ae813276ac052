"""A customer whom the bank registered may sign in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog

from services.auth.commands.invite_person import InvitationExists, PersonTaken, invite_person
from services.auth.commands.register_person import EmailTaken
from services.auth.models import Role

log = structlog.get_logger(__name__)


def invite_customer(*, person_id: UUID, email: str, now: datetime) -> bool:
    """Invite a customer into their own id; return whether a mail went out.

    Who is invited already, or signs in already, is not invited again: the event came twice, or the
    address belongs to somebody else, which staff see in the log and nobody else does.
    """
    try:
        invite_person(
            email=email,
            roles=[Role.CUSTOMER.value],
            actor_id=None,
            person_id=person_id,
            now=now,
        )
    except (EmailTaken, PersonTaken, InvitationExists) as refusal:
        log.info("invitation.not_needed", person_id=str(person_id), code=refusal.code)
        return False
    return True
