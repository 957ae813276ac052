"""Rates as JSON content: percent as text, never a floating-point number."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.interest.queries import PublishedRate

_PPM_IN_PERCENT = 10_000


def format_rate(ppm: int) -> str:
    """Return parts per million as the wire writes them: 12,500 is "1.2500" percent."""
    sign = "-" if ppm < 0 else ""
    whole, rest = divmod(abs(ppm), _PPM_IN_PERCENT)
    return f"{sign}{whole}.{rest:04}"


def rate_content(rate: PublishedRate, *, today: date) -> dict[str, Any]:
    """Return a rate and for which days it counts."""
    replaced = rate.replaced_date
    return {
        "id": str(rate.id),
        "account_type": rate.account_type_code,
        "annual_rate": format_rate(rate.annual_rate_ppm),
        "effective_date": rate.effective_date.isoformat(),
        "replaced_date": None if replaced is None else replaced.isoformat(),
        "in_force": rate.is_in_force(on=today),
        "published_at": rate.published_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
