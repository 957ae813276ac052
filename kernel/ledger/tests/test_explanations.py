"""Why a balance is what it is, and which lines a period has: the numbers come from the rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(bank):
    """Nine movements of 1 to 9 cents, counting on three days, the last one first."""
    person = bank.person()
    account = bank.open(person=person)
    today = queries.get_open_day()
    for number in range(1, 10):
        day = today - timedelta(days=number % 3)
        bank.deposit(person=person, account=account, amount=f"0.0{number}", value_date=day)
    return account


def pages(explain, **moment):
    before = None
    while True:
        found = explain(before=before, **moment)
        yield found
        if found.behind is None:
            return
        before = found.behind


class TestExplanation:
    @pytest.mark.parametrize("limit", [1, 2, 4, 9, 50])
    def test_by_instant_leads_from_the_balance_to_nothing(self, history, limit):
        def explain(*, before):
            return queries.explain_balance_at(
                account_id=history.id,
                instant=datetime.now(UTC),
                before=None if before is None else before[1],
                limit=limit,
            )

        found = list(pages(explain))
        assert found[0].balance_minor == 45
        assert found[-1].opening_minor == 0
        for one, following in pairwise(found):
            assert one.opening_minor == following.balance_minor
        for one in found:
            assert one.adds_up
            assert one.moved_minor == sum(line.amount_minor for line in one.movements)
        listed = [line.sequence for one in found for line in one.movements]
        assert listed == list(range(9, 0, -1))

    @pytest.mark.parametrize("balanced", [False, True])
    @pytest.mark.parametrize("limit", [1, 2, 4, 9, 50])
    def test_by_day_leads_from_the_balance_to_nothing(self, history, limit, balanced):
        today = queries.get_open_day()
        if balanced:
            commands.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))
        for days, balance in ((0, 45), (1, 45 - 3 - 6 - 9), (2, 2 + 5 + 8), (3, 0)):
            day = today - timedelta(days=days)

            def explain(*, before, day=day):
                return queries.explain_balance_on(
                    account_id=history.id, day=day, before=before, limit=limit
                )

            found = list(pages(explain))
            assert found[0].balance_minor == balance
            assert found[-1].opening_minor == 0
            for one, following in pairwise(found):
                assert one.opening_minor == following.balance_minor
            assert all(one.adds_up for one in found)
            lines = [line for one in found for line in one.movements]
            assert [(line.value_date, line.sequence) for line in lines] == sorted(
                ((line.value_date, line.sequence) for line in lines), reverse=True
            )
            assert sum(line.amount_minor for line in lines) == balance

    def test_says_when_the_rows_do_not_add_up(self, history):
        Entry.objects.filter(account_id=history.id, sequence=9).update(balance_minor=1)
        found = queries.explain_balance_at(
            account_id=history.id, instant=datetime.now(UTC), before=None, limit=5
        )
        assert not found.adds_up

    def test_of_the_time_before_is_nothing(self, history):
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        for found in (
            queries.explain_balance_at(
                account_id=history.id, instant=long_ago, before=None, limit=5
            ),
            queries.explain_balance_on(
                account_id=history.id, day=long_ago.date(), before=None, limit=5
            ),
        ):
            assert (found.balance_minor, found.movements, found.behind) == (0, [], None)


class TestPastHolds:
    def test_are_counted_as_they_stood(self, bank):
        from kernel.ledger.models import Hold

        person = bank.person()
        account = bank.open(person=person, funds=10_000)
        other = bank.open(person=bank.person())
        start = datetime.now(UTC)
        for placed, ended, amount in ((1, 5, 300), (2, None, 500), (3, 4, 700)):
            Hold.objects.create(
                account_id=account.id,
                payee_id=other.id,
                amount_minor=amount,
                reason="test",
                created_at=start + timedelta(hours=placed),
                ended_at=None if ended is None else start + timedelta(hours=ended),
            )
        for hour, held in ((0, 0), (1, 300), (2, 800), (3, 1500), (4, 800), (5, 500), (9, 500)):
            found = queries.get_balance_at(
                account_id=account.id, instant=start + timedelta(hours=hour)
            )
            assert (found.held_minor, found.available_minor) == (held, 10_000 - held)


class TestLinesOfAPeriod:
    def test_are_those_of_its_business_days(self, history, bank):
        today = queries.get_open_day()
        commands.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))

        def lines(first, last):
            return queries.get_line_range(
                account_id=history.id,
                from_date=today + timedelta(days=first),
                to_date=today + timedelta(days=last),
            )

        assert (lines(0, 0).count, lines(0, 0).opening_minor, lines(0, 0).closing_minor) == (
            9,
            0,
            45,
        )
        assert lines(-50, 50) == lines(0, 0)
        for period in ((-9, -1), (1, 9)):
            assert lines(*period).count == 0
        assert (lines(-9, -1).closing_minor, lines(1, 9).opening_minor) == (0, 45)
        sums = queries.sum_lines(account_id=history.id, lines=lines(0, 0))
        assert (sums.count, sums.in_count, sums.moved_minor, sums.out_minor) == (9, 9, 45, 0)
        assert queries.list_day_ends(account_id=history.id, lines=lines(0, 0)) == [(today, 45)]
        read = list(queries.read_lines(account_id=history.id, lines=lines(0, 0)))
        assert [line.sequence for line in read] == list(range(1, 10))

    def test_of_an_account_without_any_are_none(self, bank):
        account = bank.open(person=bank.person())
        today = queries.get_open_day()
        found = queries.get_line_range(account_id=account.id, from_date=today, to_date=today)
        assert (found.count, found.opening_minor, found.closing_minor) == (0, 0, 0)
        assert queries.sum_lines(account_id=account.id, lines=found).count == 0
        assert list(queries.read_lines(account_id=account.id, lines=found)) == []
