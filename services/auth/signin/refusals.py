"""What is refused at the door."""

from __future__ import annotations

from kernel.errors import TooOften


class TooManyRequests(TooOften):
    """Too many requests."""

    def __init__(self, *, retry_after_seconds: int = 60) -> None:
        """Keep after how many seconds the next one is looked at; most limits are per minute."""
        super().__init__()
        self.retry_after_seconds = retry_after_seconds
