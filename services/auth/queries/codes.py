"""One-time codes."""

from __future__ import annotations

from uuid import UUID

from services.auth.models import OneTimeCode, User


def find_owner_of_code(*, code_id: UUID | None) -> User | None:
    """Return the active person for whom a code was sent, or None."""
    code = OneTimeCode.objects.filter(id=code_id).first()
    if code is None or code.person_id is None:
        return None
    return User.objects.filter(id=code.person_id, is_active=True).first()
