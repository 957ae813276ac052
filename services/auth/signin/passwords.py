"""What Django's rules for passwords lack: what is tried next, after the list and the name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

LONGEST: Final = 128
SHORTEST_WORD: Final = 4
# What must be left of a password without the words that are no secret.
LEAST_LEFT: Final = 5

_LOOKALIKES: Final = str.maketrans("0134578@$!+", "oieastbasit")
# Digits and signs: on both sides, on one; signs alone.
_AROUND: Final = (
    r"^[\d\W_]+|[\d\W_]+$",
    r"^[\d\W_]+",
    r"[\d\W_]+$",
    r"^[\W_]+|[\W_]+$",
)
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890" * 3,
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
)
_DATES: Final = ("%Y%m%d", "%d%m%Y", "%m%d%Y", "%y%m%d", "%d%m%y", "%m%d%y", "%Y")


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


class KnownPasswords(CommonPasswordValidator):
    """None of the 20,000 that leaked most often, as it is or dressed up.

    `P@ssw0rd2026!` is `password` to a program that guesses: digits and signs around it and
    look-alikes within are what it tries first. So is a row of the keyboard, or one key.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a known one.

        Raises:
            ValidationError: see there.

        """
        super().validate(password, user)
        plain = _fold(password)
        bare = {re.sub(around, "", plain) for around in _AROUND}
        forms = bare | {form.translate(_LOOKALIKES) for form in bare}
        is_row = any(plain in row or plain in row[::-1] for row in _ROWS)
        if is_row or len(set(plain)) == 1 or forms & set(self.passwords):
            raise ValidationError(
                "This password is one of the first that are tried.", code="password_too_common"
            )


class NoSecrets(UserAttributeSimilarityValidator):
    """Nothing that is made of the bank's name, or of what others know about the person."""

    def __init__(self) -> None:
        """Compare with what the bank knows at a sign-up, too."""
        super().__init__(user_attributes=("email", "phone"))

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse one that has too little else in it.

        Raises:
            ValidationError: see there.

        """
        super().validate(password, user)
        plain = re.sub(r"[\W_]+", "", _fold(password))
        for form in {plain, plain.translate(_LOOKALIKES)}:
            left = form
            for word in sorted(_words(user), key=len, reverse=True):
                left = left.replace(word, "")
            if left != form and len(left) < LEAST_LEFT:
                raise ValidationError(
                    "This password is made of the bank's name, or of what others know about you.",
                    code="password_too_similar",
                )


def _words(user: Any) -> Iterator[str]:
    texts = [settings.BANK_NAME]
    if user is not None:
        texts.append(user.email)
        born = user.date_of_birth
        yield from (born.strftime(form) for form in _DATES if born)
    for text in texts:
        parts = re.split(r"[\W\d_]+", _fold(text))
        words = {*parts, "".join(parts), _fold(text).partition("@")[0]}
        yield from (word for word in words if len(word) >= SHORTEST_WORD)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
