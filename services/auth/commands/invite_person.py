"""Somebody is asked to sign in to the bank: a colleague, or a customer met at the counter."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.approvals.commands import ask
from kernel.approvals.models import Request
from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Invalid
from kernel.ids import new_id
from services.auth.commands.last_administrator import require_administrator
from services.auth.commands.mail_person import mail_person
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.commands.register_person import EmailTaken
from services.auth.models import Invitation, Role, SecurityEvent, User
from services.auth.queries import InvitationNotFound

INVITE: Final = "auth.invite"
INVITATION_LIFE: Final = timedelta(days=7)
# Anybody may be one; every other role is given by two people.
_OPEN: Final = {Role.CUSTOMER.value}


class RolesInvalid(Invalid):
    """There is no such role, or none at all."""


class PersonTaken(Conflict):
    """Somebody signs in with this id already."""


class InvitationExists(Conflict):
    """The address has an invitation that can still be used."""


class InvitationClosed(Conflict):
    """The invitation was used or revoked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Invited:
    """The invitation, and its link; or the request that a second person must approve first."""

    invitation: Invitation
    request: Request | None = None
    link: str = ""


def invite_person(
    *,
    email: str,
    roles: Iterable[str],
    actor_id: UUID | None,
    person_id: UUID | None = None,
    reason: str = "",
    origin: Origin = NOWHERE,
    now: datetime,
) -> Invited:
    """Invite somebody by e-mail, for seven days and one use; `person_id` is whom they become.

    A customer's invitation is mailed at once. Any other role is given by two people (else one
    administrator could invite a second one, who agrees to everything): it is mailed when the second
    one approves. Without an actor it is the bank itself (`manage.py create_administrator`).

    Raises:
        Unproven: whoever asks is no administrator any more.
        RolesInvalid: see there.
        EmailTaken: the address signs in already.
        PersonTaken: see there.
        InvitationExists: send that one again, or revoke it.

    """
    if actor_id is not None:
        require_administrator(person_id=actor_id)
    email = email.lower()
    names = read_roles(roles)
    if User.objects.filter(email=email).exists():
        raise EmailTaken(field="email")
    if person_id and User.objects.filter(id=person_id).exists():
        raise PersonTaken(field="person_id")
    with transaction.atomic():
        if _usable(email=email, now=now):
            raise InvitationExists(field="email")
        invitation = Invitation.objects.create(
            email=email,
            roles=names,
            person_id=person_id or new_id(),
            invited_by=actor_id,
            created_at=now,
        )
        if actor_id is None or set(names) <= _OPEN:
            link = send_invitation(invitation, actor_id=actor_id, origin=origin, now=now)
            return Invited(invitation=invitation, link=link)
        request = ask(
            policy=INVITE,
            subject_id=invitation.id,
            arguments={"invitation_id": str(invitation.id)},
            maker_id=actor_id,
            reason=reason,
            now=now,
        )
    return Invited(invitation=invitation, request=request)


def send_invitation(
    invitation: Invitation, *, actor_id: UUID | None, origin: Origin = NOWHERE, now: datetime
) -> str:
    """Mail an invitation with a new token, and return its link; an older link dies.

    Runs inside the transaction of its caller, with the invitation's row locked or new.
    """
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.sent_at = now
    invitation.expires_at = now + INVITATION_LIFE
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    # Behind the #, no server and no proxy ever sees it.
    link = f"{settings.PUBLIC_URL}/invitation#{token}"
    mail_person(
        email=invitation.email, kind="invitation", link=link, expires_at=invitation.expires_at
    )
    record_security_event(
        person_id=None,
        event=SecurityEvent.PERSON_INVITED,
        actor_id=actor_id,
        origin=origin,
        now=now,
    )
    _audit(invitation, "invitation_sent", actor_id, "", now, after={"roles": invitation.roles})
    return link


def resend_invitation(
    *, invitation_id: UUID, actor_id: UUID, origin: Origin = NOWHERE, now: datetime
) -> Invitation:
    """Mail an invitation again, with a new link and seven new days.

    Raises:
        Unproven: whoever asks is no administrator any more.
        InvitationNotFound: there is none.
        InvitationClosed: it was used or revoked, or waits for its second person.

    """
    with transaction.atomic():
        require_administrator(person_id=actor_id)
        invitation = lock_open(invitation_id=invitation_id)
        if invitation.sent_at is None:
            raise InvitationClosed("The invitation waits for a second person.")
        send_invitation(invitation, actor_id=actor_id, origin=origin, now=now)
    return invitation


def revoke_invitation(
    *, invitation_id: UUID, actor_id: UUID, reason: str = "", now: datetime
) -> Invitation:
    """Take an invitation back, sent or not.

    Raises:
        Unproven: whoever asks is no administrator any more.
        InvitationNotFound: there is none.
        InvitationClosed: it was used, or revoked before.

    """
    with transaction.atomic():
        require_administrator(person_id=actor_id)
        invitation = lock_open(invitation_id=invitation_id)
        invitation.revoked_at = now
        invitation.token_hash = None
        invitation.save(update_fields=["revoked_at", "token_hash"])
        _audit(invitation, "invitation_revoked", actor_id, reason, now, after={"revoked": True})
    return invitation


def lock_open(*, invitation_id: UUID) -> Invitation:
    """Return an invitation that was neither used nor revoked, locked until the transaction ends.

    Raises:
        InvitationNotFound: there is none.
        InvitationClosed: see there.

    """
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise InvitationNotFound
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationClosed
    return invitation


def read_roles(roles: Iterable[str]) -> list[str]:
    """Return the names of roles, each once and in order.

    Raises:
        Unproven: whoever asks is no administrator any more.
        RolesInvalid: see there.

    """
    names = sorted(set(roles))
    if not names or not set(names) <= set(Role.values):
        raise RolesInvalid(field="roles")
    return names


def hash_token(token: str) -> bytes:
    """Return what the database keeps of a token; it has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def _usable(*, email: str, now: datetime) -> bool:
    open_ones = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    return any(one.expires_at is None or one.expires_at > now for one in open_ones)


def _audit(
    invitation: Invitation,
    action: str,
    actor_id: UUID | None,
    reason: str,
    now: datetime,
    *,
    after: dict[str, object],
) -> None:
    record_edit(
        service="auth",
        subject_type="invitation",
        subject_id=invitation.id,
        action=action,
        actor_id=actor_id,
        before={},
        after=after,
        reason=reason,
        now=now,
    )
