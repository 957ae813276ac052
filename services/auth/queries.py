"""Reading people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.errors import Unproven
from services.auth.models import User


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What a person may see of themselves."""

    id: UUID
    email: str
    phone: str
    date_of_birth: date
    roles: list[str]


def get_person(*, person_id: UUID) -> Person:
    """Return the active person with this id.

    Raises:
        Unproven: there is none, or they were deactivated after the token was made.

    """
    user = User.objects.filter(id=person_id, is_active=True).first()
    if user is None:
        raise Unproven
    return Person(
        id=user.id,
        email=user.email,
        phone=user.phone,
        date_of_birth=user.date_of_birth,
        roles=list_roles(user=user),
    )


def list_roles(*, user: User) -> list[str]:
    """Return the names of a user's roles, in order."""
    return list(user.groups.order_by("name").values_list("name", flat=True))


def find_person_id(*, email: str) -> UUID | None:
    """Return whose e-mail address this is, or None."""
    return User.objects.filter(email=email.lower()).values_list("id", flat=True).first()
