"""What is refused at the door."""

from __future__ import annotations

from kernel.errors import TooOften


class TooManyRequests(TooOften):
    """Too many requests."""
