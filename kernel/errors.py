"""What can go wrong, as the business says it.

BankError
├── Invalid      the request makes no sense                       (400)
├── Unproven     nobody is signed in, or the proof is not enough  (401)
├── Forbidden    you may not do this                              (403)
├── NotFound     it does not exist, or it is not yours            (404)
├── Conflict     it exists already, or it changed underneath      (409)
├── Refused      the bank's rules say no                          (422)
└── TryAgain     nothing happened; the same request may work soon (503)

The numbers are chosen in `kernel/http/errors.py`; commands pick a kind. Each refusal is a class
beside the command that raises it, named as the fact it states. `docs/errors.md` lists them all.
"""

from __future__ import annotations

import re
from typing import ClassVar


class BankError(Exception):
    """A failure that was foreseen. Its class name is its stable code."""

    code: ClassVar[str] = "bank_error"
    title: ClassVar[str] = "The request failed"

    def __init_subclass__(cls) -> None:
        """Derive the wire code from the name: InsufficientFunds is insufficient_funds."""
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        if cls.__doc__:
            cls.title = cls.__doc__.splitlines()[0].rstrip(".")

    def __init__(self, detail: str = "", *, field: str | None = None) -> None:
        """Keep a sentence for the person who reads it and the field it is about."""
        self.detail = detail or f"{self.title}."
        self.field = field
        super().__init__(self.detail)


class Invalid(BankError):
    """The request makes no sense."""


class Unproven(BankError):
    """Nobody is signed in."""


class Forbidden(BankError):
    """You may not do this."""


class NotFound(BankError):
    """There is no such thing."""


class Conflict(BankError):
    """Something else happened first."""


class Refused(BankError):
    """The bank's rules say no."""


class TryAgain(BankError):
    """Nothing happened; please try again."""

    retry_after_seconds: ClassVar[int] = 1
