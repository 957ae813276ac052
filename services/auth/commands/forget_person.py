"""Forget a person who was a customer: their sign-in ends, and what it knew of them goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from services.auth.commands.end_sessions import end_sessions
from services.auth.models import Invitation, Notice, NoticePreference, Role, User

# Nobody receives mail there (RFC 2606); the id keeps the addresses apart.
_NOWHERE: Final = "erased-{person_id}@erased.invalid"
_NO_BIRTHDAY: Final = date(1900, 1, 1)


@transaction.atomic
def forget_person(
    *,
    person_id: UUID,
    account_ids: Collection[UUID],  # noqa: ARG001  (every holding is told of them)
    now: datetime,  # noqa: ARG001
) -> None:
    """Blank a sign-in, once `accounts` has erased the customer; again does no harm.

    Whoever works for the bank still signs in: only what they were told as a customer goes. The
    sign-in log stays: it is a chain, it names ids, and it proves who did what.
    """
    Notice.objects.filter(person=person_id).delete()
    user = User.objects.select_for_update().filter(id=person_id).first()
    if user is None or user.groups.exclude(name=Role.CUSTOMER).exists():
        return
    nowhere = _NOWHERE.format(person_id=person_id)
    end_sessions(person_id=person_id)
    NoticePreference.objects.filter(person=person_id).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Invitation.objects.filter(person_id=person_id).update(email=nowhere)
    user.email, user.phone, user.date_of_birth = nowhere, "", _NO_BIRTHDAY
    user.is_active = False
    user.set_unusable_password()
    user.save()
