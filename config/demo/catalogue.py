"""The demo's branches, products and rates."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Final

from django.conf import settings

from config.demo.people import demo_id
from kernel.errors import BankError
from services.accounts.models import AccountType, Branch
from services.interest.commands import publish_rate

BRANCHES: Final = (
    ("001", "Main street", "Berlin"),
    ("002", "Harbour", "Hamburg"),
    ("003", "Old town", "Munich"),
)
# Code, name, kind, annual rate in parts per million, what it is for.
PRODUCTS: Final = (
    ("everyday", "Everyday account", "current", 0, "Pay and be paid. No monthly fee."),
    ("savings", "Savings account", "savings", 12_500, "Money that grows, there when you need it."),
)


def seed_catalogue(*, now: datetime) -> None:
    """Write branches, products in the bank's currency and their first rates; once."""
    for code, name, city in BRANCHES:
        Branch.objects.get_or_create(
            code=code, defaults={"id": demo_id("branch", code), "name": name, "city": city}
        )
    for code, name, kind, rate_ppm, description in PRODUCTS:
        AccountType.objects.get_or_create(
            code=code,
            defaults={
                "id": demo_id("product", code),
                "name": name,
                "kind": kind,
                "currency": settings.BANK_CURRENCY,
                "description": description,
            },
        )
        # Published before: the rate stands.
        with contextlib.suppress(BankError):
            publish_rate(
                account_type_code=code,
                effective_date=now.date(),
                annual_rate_ppm=rate_ppm,
                now=now,
            )
