"""The bank of the fault test: python -m tests.faults.interest_seed ACCOUNTS DAYS."""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime, timedelta

TRANSFERS = 50


def seed(*, accounts: int, days: int) -> None:
    """Open accounts so many days ago, move money on each day, and let the days be over."""
    from django.core.management import call_command
    from django.db import transaction

    from kernel.ledger import commands as ledger
    from kernel.ledger.records import MoneyRequest
    from services.interest.commands import publish_rate

    call_command("migrate", verbosity=0, interactive=False)
    first = datetime.now(UTC).replace(hour=0, minute=1) - timedelta(days=days)
    ledger.roll_business_day(now=first)
    publish_rate(
        account_type_code="savings",
        effective_date=first.date(),
        annual_rate_ppm=36_500,
        posting_period="daily",
        tax_ppm=250_000,
        now=first,
    )
    with transaction.atomic():
        opened = [
            ledger.open_account(
                number=f"FAULT{number}",
                title="Somebody",
                currency="EUR",
                holders={uuid.uuid4(): "owner"},
                product="savings",
                now=first,
            ).id
            for number in range(accounts)
        ]
    for offset in range(days):
        now = first + timedelta(days=offset, hours=8)
        moved = opened if offset == 0 else opened[offset :: max(1, accounts // TRANSFERS)]
        for start in range(0, len(moved), 500):
            part = moved[start : start + 500]
            with transaction.atomic():
                request = MoneyRequest.make(
                    actor_id=uuid.uuid4(), operation="seed", key=uuid.uuid4().hex, body={}
                )
                posting = ledger.begin_posting(request=request, account_ids=part, now=now)
                cash = posting.bank_account(purpose="cash", currency="EUR")
                plan, _ = ledger.plan_transfers(
                    posting,
                    [
                        ledger.Order(
                            debit=cash,
                            credit=posting.accounts[one],
                            amount_minor=1_000_000,
                            kind="deposit",
                        )
                        for one in part
                    ],
                )
                ledger.post_transfers(plan, batch_id=uuid.uuid4())
        ledger.roll_business_day(now=first + timedelta(days=offset + 1))


def main() -> None:
    """Seed as many accounts and days as the arguments say."""
    import django

    django.setup()
    seed(accounts=int(sys.argv[1]), days=int(sys.argv[2]))


if __name__ == "__main__":
    main()
