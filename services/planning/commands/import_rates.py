"""Read what currencies are worth from the XML that the European Central Bank publishes."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.db import connection, transaction

from kernel.currencies import DECIMALS
from kernel.errors import Invalid
from services.planning.models import DailyRate

_RATE: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9}))?", re.ASCII)
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_NANO_DIGITS: Final = 9
_BATCH: Final = 500


class RatesInvalid(Invalid):
    """The document is no list of daily euro reference rates."""


@transaction.atomic
def import_rates(*, document: str | bytes) -> int:
    """Keep the rates of each day of a document, and return how many; a day is replaced.

    Currencies that ISO 4217 knows no more are left out.

    Raises:
        RatesInvalid: the document, one of its days or one of its rates cannot be read.

    """
    try:
        root = fromstring(document)
    except (ParseError, DefusedXmlException, ValueError):
        raise RatesInvalid("This is no XML.", field="document") from None
    rates = [
        DailyRate(currency=code, rate_date=day, per_euro_nano=_nano(text))
        for cube in root.iter(_CUBE)
        if "time" in cube.attrib
        for day in [_day(cube.attrib["time"])]
        for code, text in _pairs(cube)
        if code in DECIMALS
    ]
    if not rates:
        raise RatesInvalid(field="document")
    DailyRate.objects.bulk_create(
        rates,
        batch_size=_BATCH,
        update_conflicts=True,
        update_fields=["per_euro_nano"],
        unique_fields=_conflict(),
    )
    return len(rates)


def _pairs(cube: object) -> list[tuple[str, str]]:
    pairs = [
        (one.attrib.get("currency", ""), one.attrib.get("rate", ""))
        for one in cube  # type: ignore[attr-defined]
    ]
    codes = [code for code, _ in pairs]
    if len(set(codes)) != len(codes):
        raise RatesInvalid("A currency occurs twice on a day.", field="document")
    return pairs


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RatesInvalid(f"{text!r} is no day.", field="document") from None


def _nano(text: str) -> int:
    found = _RATE.fullmatch(text)
    nano = 0 if found is None else int(found[1] + (found[2] or "").ljust(_NANO_DIGITS, "0"))
    if not nano:
        raise RatesInvalid(f"{text!r} is no rate.", field="document")
    return nano


def _conflict() -> list[str] | None:
    # MySQL finds the conflict itself, and refuses to be told.
    if connection.features.supports_update_conflicts_with_target:
        return ["currency", "rate_date"]
    return None
