"""What needs a second administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kernel.approvals.policies import Description, Policy
from services.auth.commands.invite_person import INVITE, lock_open, send_invitation
from services.auth.commands.last_administrator import require_administrator
from services.auth.commands.set_roles import SET_ROLES, carry_out_roles, describe_roles
from services.auth.models import Invitation
from services.auth.queries import InvitationNotFound


def _describe_invitation(arguments: dict[str, Any], /) -> Description:
    found = Invitation.objects.filter(id=UUID(arguments["invitation_id"])).first()
    if found is None:
        raise InvitationNotFound
    after = {"email": found.email, "roles": ", ".join(found.roles)}
    return Description(title="Invite somebody with these roles", after=after)


def _carry_out_invitation(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    require_administrator(person_id=checker_id)
    invitation = lock_open(invitation_id=UUID(arguments["invitation_id"]))
    send_invitation(invitation, actor_id=maker_id, now=now)
    return {"invitation_id": str(invitation.id), "approved_by": str(checker_id)}


POLICIES: Final = (
    Policy(
        name=SET_ROLES,
        service="auth",
        permission=SET_ROLES,
        describe=describe_roles,
        carry_out=carry_out_roles,
    ),
    Policy(
        name=INVITE,
        service="auth",
        permission=INVITE,
        describe=_describe_invitation,
        carry_out=_carry_out_invitation,
    ),
)
