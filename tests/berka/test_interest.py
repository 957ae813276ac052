"""A small archive with our interest on it: every day accrues, and the books balance."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.interest.models import InterestAccrual, InterestPosting, InterestRun

pytestmark = pytest.mark.django_db


def accrue(path, **options):
    said = StringIO()
    call_command(
        "replay_berka_interest", path, threads=1, stdout=said, stderr=StringIO(), **options
    )
    return said.getvalue()


def test_every_day_of_the_past_accrues_and_the_books_balance(original):
    said = accrue(original, first=date(1995, 1, 1), last=date(1995, 2, 2))
    # One account from the first day on, one from the second.
    assert "Accrued 33 days, 65 account-days; booked 0 credits" in said
    assert "33 of 33 runs are clean; check_ledger: every invariant holds." in said
    row = InterestAccrual.objects.filter(balance_minor=100_050).earliest("business_date")
    # 1000.50 at 5 %: 13.705479452 hundredths a day.
    assert (row.business_date, row.accrued_nano) == (date(1995, 1, 2), 13_705_479_452)
    assert InterestRun.objects.latest("business_date").business_date == date(1995, 2, 2)
    assert InterestPosting.objects.count() == 0


def test_a_bank_that_has_days_already_is_refused(original):
    from django.utils import timezone

    from kernel.ledger.commands import roll_business_day

    roll_business_day(now=timezone.now())
    with pytest.raises(CommandError, match="use an empty database"):
        accrue(original)
