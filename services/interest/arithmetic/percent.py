"""Rates as text: percent with four decimals, never a floating-point number."""

from __future__ import annotations

import re
from typing import Final

_PPM_IN_PERCENT: Final = 10_000
_PERCENT: Final = re.compile(r"(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,4}))?", re.ASCII)


def format_percent(ppm: int) -> str:
    """Return parts per million as the wire writes them: 12,500 is "1.2500" percent."""
    sign = "-" if ppm < 0 else ""
    whole, rest = divmod(abs(ppm), _PPM_IN_PERCENT)
    return f"{sign}{whole}.{rest:04}"


def parse_percent(text: object) -> int | None:
    """Return percent as parts per million, "1.25" is 12,500, or None when it is no percentage."""
    match = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    return int(match.group(1)) * _PPM_IN_PERCENT + int((match.group(2) or "").ljust(4, "0"))
