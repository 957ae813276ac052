"""Somebody lost their telephone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from kernel.audit.commands import record_edit
from services.auth.commands.deactivate_person import OwnSignIn, lock_person
from services.auth.commands.end_sessions import end_sessions
from services.auth.commands.last_administrator import require_administrator
from services.auth.commands.mail_person import mail_person
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.models import SecurityEvent, User


def reset_factors(
    *, person_id: UUID, reason: str, actor_id: UUID, origin: Origin = NOWHERE, now: datetime
) -> User:
    """Take away authenticator, passkeys and recovery codes, and sign the person out.

    They sign in with their password, prove the mailbox again and enrol anew; until then, staff
    have no staff rights. An administrator cannot do it to their own sign-in.

    Raises:
        OwnSignIn: see there.
        Unproven: whoever asks is no administrator any more.
        PersonNotFound: there is none.

    """
    if person_id == actor_id:
        raise OwnSignIn
    with transaction.atomic():
        require_administrator(person_id=actor_id)
        user = lock_person(person_id=person_id)
        factors = Authenticator.objects.filter(user=user)
        had = sorted(factors.values_list("type", flat=True))
        factors.delete()
        EmailAddress.objects.filter(user=user).update(verified=False)
        end_sessions(person_id=user.id)
        mail_person(email=user.email, kind="factors_reset")
        record_security_event(
            person_id=user.id,
            event=SecurityEvent.FACTOR_RESET,
            actor_id=actor_id,
            origin=origin,
            now=now,
        )
        record_edit(
            service="auth",
            subject_type="person",
            subject_id=user.id,
            action=SecurityEvent.FACTOR_RESET.value,
            actor_id=actor_id,
            before={"factors": had},
            after={"factors": []},
            reason=reason,
            now=now,
        )
    return user
