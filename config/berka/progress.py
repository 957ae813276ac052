"""A progress bar on a terminal; in a pipe, a line every ten per cent."""

from __future__ import annotations

import time
from typing import Final, Protocol

_WIDTH: Final = 30
_REDRAW_SECONDS: Final = 0.1
_TENTHS: Final = 10


class Stream(Protocol):
    """Where progress is told: Django's wrapper of stderr, or any text stream."""

    def isatty(self) -> bool:
        """Return whether a person is watching."""

    def write(self, text: str, /) -> object:
        """Write a text."""

    def flush(self) -> None:
        """Show what was written."""


class Progress:
    """Counts towards a total and says how far it came and how fast."""

    def __init__(self, *, title: str, total: int, unit: str, stream: Stream) -> None:
        """Start the clock."""
        self._title, self._total, self._unit, self._stream = title, total, unit, stream
        self._is_watched = stream.isatty()
        self._done = self._told_tenths = 0
        self._started = time.monotonic()
        self._drawn_at = 0.0

    @property
    def seconds(self) -> float:
        """Return how long it has taken, never zero."""
        return max(time.monotonic() - self._started, 1e-6)

    @property
    def rate(self) -> float:
        """Return units per second."""
        return self._done / self.seconds

    def advance(self, count: int) -> None:
        """Count `count` more, and say so when it is time."""
        self._done += count
        if self._is_watched:
            now = time.monotonic()
            if now - self._drawn_at >= _REDRAW_SECONDS or self._done >= self._total:
                self._drawn_at = now
                self._write(f"\r{self._bar()}{self._text()}  ")
        elif self._tenths > self._told_tenths:
            self._told_tenths = self._tenths
            self._write(f"{self._text()}\n")

    def finish(self) -> None:
        """End the line of the bar."""
        if self._is_watched and self._done:
            self._write("\n")

    @property
    def _tenths(self) -> int:
        return self._done * _TENTHS // max(self._total, 1)

    def _bar(self) -> str:
        filled = self._done * _WIDTH // max(self._total, 1)
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] "

    def _text(self) -> str:
        percent = self._done * 100 // max(self._total, 1)
        return (
            f"{self._title}: {percent:3d} %, {self._done:,} of {self._total:,} {self._unit}, "
            f"{self.rate:,.0f}/s"
        )

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
