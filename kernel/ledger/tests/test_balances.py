from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.models import Day, DayBalance, Entry


@pytest.fixture
def holder(bank):
    return bank.person()


def _today():
    return datetime.now(UTC).date()


class TestBalances:
    def test_a_past_instant_shows_what_was_known_then(self, bank, holder):
        account = bank.open(person=holder, funds=1_000)
        between = datetime.now(UTC)
        bank.deposit(person=holder, account=account, amount="5.00")
        first, second = Entry.objects.filter(account_id=account.id).order_by("sequence")
        assert first.posted_at <= between <= second.posted_at
        known = queries.get_balance_at(account_id=account.id, instant=between)
        assert known.balance_minor == 1_000
        before = first.posted_at - timedelta(microseconds=1)
        assert queries.get_balance_at(account_id=account.id, instant=before).balance_minor == 0

    def test_a_past_day_counts_by_value_date(self, bank, holder):
        account = bank.open(person=holder)
        today = _today()
        for days, amount in ((9, "4.00"), (20, "1.00"), (3, "2.00")):
            bank.deposit(
                person=holder,
                account=account,
                amount=amount,
                value_date=today - timedelta(days=days),
            )

        def on(days):
            day = today - timedelta(days=days)
            return queries.get_balance_on(account_id=account.id, day=day).balance_minor

        assert [on(21), on(20), on(10), on(9), on(3), on(0)] == [0, 100, 100, 500, 700, 700]

    def test_it_counts_the_same_after_the_day_is_closed_and_after_a_back_dated_entry(
        self, bank, holder
    ):
        account = bank.open(person=holder)
        start = datetime.now(UTC)
        day = start.date()
        bank.deposit(person=holder, account=account, amount="1.00")
        commands.roll_business_day(now=start + timedelta(days=1))
        bank.deposit(person=holder, account=account, amount="2.00")
        bank.deposit(
            person=holder, account=account, amount="4.00", value_date=day - timedelta(days=5)
        )

        def on(offset):
            return queries.get_balance_on(
                account_id=account.id, day=day + timedelta(days=offset)
            ).balance_minor

        expected = [0, 400, 400, 500, 700]
        offsets = [-6, -5, -1, 0, 1]
        assert [on(offset) for offset in offsets] == expected
        commands.roll_business_day(now=start + timedelta(days=2))
        assert [on(offset) for offset in offsets] == expected
        assert DayBalance.objects.filter(account_id=account.id).count() == 3
        assert bank.is_sound()


class TestBusinessDay:
    def test_rolling_twice_changes_nothing(self, bank, holder):
        bank.open(person=holder, funds=700)
        later = datetime.now(UTC) + timedelta(days=1)
        first = commands.roll_business_day(now=later)
        again = commands.roll_business_day(now=later)
        assert first == again == later.date()
        statuses = Day.objects.order_by("business_date").values_list("status", flat=True)
        assert list(statuses) == ["balanced", "open"]
        assert bank.is_sound()

    def test_a_clock_that_goes_back_opens_nothing(self, bank):
        commands.roll_business_day(now=datetime.now(UTC) - timedelta(days=3))
        assert Day.objects.count() == 1

    def test_internal_accounts_get_a_checkpoint_that_equals_their_transfers(self, bank, holder):
        from kernel.ledger.internal import internal_id

        bank.open(person=holder, funds=700)
        cash = internal_id(purpose="cash", currency="EUR")
        commands.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))
        bank.open(person=holder, funds=50)
        assert queries.internal_balance_minor(account_id=cash) == -750
        assert queries.internal_balance_minor(account_id=cash, through=_today()) == -700
