"""People whom the bank itself brings in: the demo's, an import's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from services.auth.commands.register_person import groups_of, register_person
from services.auth.models import User


def create_person(
    *,
    email: str,
    password: str | None,
    phone: str,
    date_of_birth: date,
    roles: Iterable[str],
    id: UUID | None = None,  # noqa: A002  (it is the person's id, as everywhere)
) -> User:
    """Return a user with a verified e-mail address and at least these roles; once, by the address.

    A person who is there already keeps everything else, the password too.
    """
    roles = list(roles)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = register_person(
            email=email,
            password=password,
            phone=phone,
            date_of_birth=date_of_birth,
            now=timezone.now(),
            roles=roles,
            person_id=id,
        )
    with transaction.atomic():
        user.groups.add(*groups_of(roles))
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
    return user
