"""What is refused at the door."""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Refused


class TooManyRequests(Refused):
    """Too many requests."""

    retry_after_seconds: ClassVar[int] = 60
