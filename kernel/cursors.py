"""Cursors: an opaque text for a position in a list, and the size of a page."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from kernel.errors import Invalid

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 200


class CursorInvalid(Invalid):
    """The cursor is not one that this list gave out."""


class LimitInvalid(Invalid):
    """The limit is a whole number from 1 to 200."""


def read_limit(text: str | None) -> int:
    """Return the size of a page.

    Raises:
        LimitInvalid: it is no number, or out of range.

    """
    if text is None or text == "":
        return DEFAULT_LIMIT
    if not text.isascii() or not text.isdigit() or len(text) > 3:  # noqa: PLR2004
        raise LimitInvalid(field="limit")
    if not 1 <= int(text) <= MAX_LIMIT:
        raise LimitInvalid(field="limit")
    return int(text)


def write_cursor(position: list[Any]) -> str:
    """Return an opaque text for a position in a list."""
    raw = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(text: str) -> list[Any]:
    """Return the position that a cursor stands for.

    Raises:
        CursorInvalid: it was not made by `write_cursor`.

    """
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        position = json.loads(raw)
    except (ValueError, RecursionError):
        raise CursorInvalid(field="cursor") from None
    if not isinstance(position, list):
        raise CursorInvalid(field="cursor")
    return position
