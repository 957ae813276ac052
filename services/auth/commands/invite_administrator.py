"""A fresh bank's first administrators, whom nobody is there to invite."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from services.auth.commands.invite_person import Invited, invite_person
from services.auth.models import Invitation, Role


@transaction.atomic
def invite_administrator(*, email: str, now: datetime) -> Invited:
    """Invite an administrator in the bank's own name; an older invitation of the address dies.

    Whoever may run this may do anything anyway. Invite two: most of what matters needs both.

    Raises:
        EmailTaken: the address signs in already; roles are changed by two administrators.

    """
    older = Invitation.objects.filter(email=email.lower(), accepted_at=None, revoked_at=None)
    older.update(revoked_at=now, token_hash=None)
    return invite_person(email=email, roles=[Role.ADMINISTRATOR], actor_id=None, now=now)
