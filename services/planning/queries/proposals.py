"""Reads: what a person's history says about the time to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.planning.detection import Series, Sighting, find_series
from services.planning.models import Record

# Two years show what comes once a quarter; three would show what comes once a year.
LOOK_BACK: Final = timedelta(days=3 * 366 + 31)
# Cash that one pays in is no income that somebody pays, and what the bank itself books is no plan.
_NOT_REGULAR: Final = ("deposit", "withdrawal", "interest", "tax", "reversal")


def list_proposals(*, person_id: UUID, kind: str, today: date) -> list[Series]:
    """Return what comes again and again and is not planned yet, the largest amounts first."""
    records = Record.objects.filter(
        person_id=person_id,
        is_live=True,
        kind=kind,
        plan_id__isnull=True,
        booked_on__gte=today - LOOK_BACK,
        booked_on__lte=today,
    ).exclude(movement__in=_NOT_REGULAR)
    columns = (
        "booked_on",
        "amount_minor",
        "currency",
        "counterparty_folded",
        "counterparty_number",
        "text_folded",
    )
    found = find_series(
        Sighting(
            day=day,
            amount_minor=abs(minor),
            kind=kind,
            currency=currency,
            counterparty=counterparty,
            number=number,
            text=text,
        )
        for day, minor, currency, counterparty, number, text in records.values_list(*columns)
    )
    return [series for series in found if series.is_alive(today)]
