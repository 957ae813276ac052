"""Instants on the wire."""

from __future__ import annotations

from datetime import datetime


def instant(moment: datetime | None) -> str | None:
    """Return an instant as it is answered: UTC, in microseconds, with a Z."""
    if moment is None:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
