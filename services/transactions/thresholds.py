"""Amounts that the settings name, in the minor units of a currency.

A setting such as `STEP_UP_ABOVE` is text: a number of whole units, then, where a currency needs
another one, pairs: `1000,JPY:150000`.
"""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from kernel.money import decimals_of


def amount_of(setting: str, *, currency: str) -> int:
    """Return the amount of a setting in minor units of `currency`."""
    units = _read(getattr(settings, setting))
    whole = units.get(currency, units[""])
    factor: int = 10 ** decimals_of(currency)
    return whole * factor


def bank_zone() -> ZoneInfo:
    """Return the time zone that the bank's days begin and end in."""
    return ZoneInfo(settings.BANK_TIME_ZONE)


@lru_cache
def _read(text: str) -> dict[str, int]:
    first, *others = (part.strip() for part in str(text).split(","))
    pairs = (other.split(":") for other in others)
    return {"": int(first)} | {currency.strip(): int(units) for currency, units in pairs}
