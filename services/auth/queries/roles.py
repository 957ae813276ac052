"""Which roles a sign-in may use."""

from __future__ import annotations

from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from services.auth.models import Role, User
from services.auth.queries.people import list_roles
from services.auth.queries.proofs import proofs_of

# Everybody else works for the bank.
OPEN_ROLES: Final = frozenset({Role.CUSTOMER, Role.VIEWER, Role.ANALYST})
# An authenticator's code, or a passkey ("proof of possession", RFC 8176).
STAFF_PROOFS: Final = frozenset({"otp", "pop"})


def is_staff_role(role: str) -> bool:
    """Return whether a role belongs to somebody who works for the bank."""
    return role not in OPEN_ROLES


def is_staff(*, user: User) -> bool:
    """Return whether a person has a staff role, used or not."""
    return any(is_staff_role(role) for role in list_roles(user=user))


def roles_for_session(user: User, session: SessionBase) -> list[str]:
    """Return the roles that this sign-in may use, in order: what a token says.

    Staff roles need an authenticator or a passkey: a mailbox is too easily read by somebody else.
    """
    roles = list_roles(user=user)
    if STAFF_PROOFS.isdisjoint(proofs_of(session)["amr"]):
        return [role for role in roles if not is_staff_role(role)]
    return roles
