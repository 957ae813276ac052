"""Who was invited chooses a password and can sign in."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from kernel.audit.commands import record_edit
from kernel.errors import Invalid
from services.auth.commands.invite_person import hash_token
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.commands.register_person import parse_phone, register_person, require_adult
from services.auth.models import Invitation, SecurityEvent, User, composed
from services.auth.queries import InvitationNotFound


class PasswordTooWeak(Invalid):
    """The password is too easy to guess."""


def get_invitation(*, token: str, now: datetime) -> Invitation:
    """Return the invitation that a token opens.

    Raises:
        InvitationNotFound: unknown, expired, used or revoked: the answers are equal.

    """
    found = _open(token=token, now=now).first()
    if found is None:
        raise InvitationNotFound
    return found


def accept_invitation(
    *,
    token: str,
    password: str,
    phone: str,
    date_of_birth: date,
    origin: Origin = NOWHERE,
    now: datetime,
) -> User:
    """Make the invited person, with the roles of the invitation and a proven e-mail address.

    The ordinary sign-in follows; staff roles wait there for an authenticator or a passkey.

    Raises:
        InvitationNotFound: see `get_invitation`.
        PhoneInvalid: nobody can be called there.
        DateOfBirthInvalid: nobody alive was born then.
        UnderAge: younger than 18.
        PasswordTooWeak: short, common, or made of what others know.
        EmailTaken: the address or the id signed up on another way meanwhile.

    """
    invitation = get_invitation(token=token, now=now)
    number = parse_phone(phone)
    require_adult(date_of_birth=date_of_birth, today=now.date())
    known = User(email=invitation.email, phone=number, date_of_birth=date_of_birth)
    _require_strength(password, person=known)
    # Hashing takes long on purpose: before the transaction, and its locks, begin.
    hashed = make_password(composed(password))
    with transaction.atomic():
        # The one update that finds it open is the one use.
        used = _open(token=token, now=now).update(accepted_at=now, token_hash=None)
        if not used:
            raise InvitationNotFound
        user = register_person(
            email=invitation.email,
            password=None,
            phone=number,
            date_of_birth=date_of_birth,
            now=now,
            roles=invitation.roles,
            person_id=invitation.person_id,
        )
        user.password = hashed
        user.save(update_fields=["password"])
        # The link came by mail, so the mailbox is theirs.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        record_security_event(
            person_id=user.id, event=SecurityEvent.SIGNED_UP, origin=origin, now=now
        )
        record_edit(
            service="auth",
            subject_type="person",
            subject_id=user.id,
            action="invitation_accepted",
            actor_id=user.id,
            before=None,
            after={"roles": invitation.roles, "invited_by": invitation.invited_by},
            now=now,
        )
    return user


def _open(*, token: str, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        token_hash=hash_token(token), accepted_at=None, revoked_at=None, expires_at__gt=now
    )


def _require_strength(password: str, *, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages), field="password") from None
