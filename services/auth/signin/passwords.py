"""What Django's rules for passwords lack."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

LONGEST: Final = 128


class LengthLimit:
    """No password is longer than 128 characters: the work of hashing one stays bounded."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Refuse a longer one.

        Raises:
            ValidationError: see there.

        """
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Return the rule."""
        return f"A password has at most {LONGEST} characters."
