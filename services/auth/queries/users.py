"""Whoever is asking."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import Unproven
from services.auth.models import User


def get_user(*, person_id: UUID) -> User:
    """Return the active user with this id.

    Raises:
        Unproven: there is none, or they were deactivated after the token was made.

    """
    user = User.objects.filter(id=person_id, is_active=True).first()
    if user is None:
        raise Unproven
    return user
