"""Who works here."""

from __future__ import annotations

from collections.abc import Iterable

from services.auth.models import User
from services.auth.queries.people import list_roles
from services.auth.queries.roles import STAFF_PROOFS, is_staff_role


def list_staff_roles(*, user: User) -> list[str]:
    """Return the names of a user's staff roles, in order."""
    return [role for role in list_roles(user=user) if is_staff_role(role)]


def are_held_back(roles: Iterable[str], *, amr: Iterable[str]) -> bool:
    """Return whether some of these roles wait for a sign-in with an authenticator or a passkey."""
    return STAFF_PROOFS.isdisjoint(amr) and any(map(is_staff_role, roles))
