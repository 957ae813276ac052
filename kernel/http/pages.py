"""Pages of a list over HTTP: `results`, `next`, `previous`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode


def link(request: Any, *, cursor: str | None) -> str | None:
    """Return the address of another page of the same list, or None."""
    if cursor is None:
        return None
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != "cursor"]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"
