"""Runs: every account once a day, to the nano, whatever happens in between."""

import importlib
import random
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from services.interest import commands
from services.interest.arithmetic import (
    NANO,
    State,
    day_of,
    fraction_of,
    is_period_end,
    round_minor,
    tax_on,
)
from services.interest.commands import plan_run
from services.interest.commands.control_run import control_run, differences
from services.interest.models import (
    InterestAccrual,
    InterestCorrection,
    InterestPosting,
    InterestRun,
    InterestRunChunk,
)

pytestmark = pytest.mark.django_db
# The package gives the name to its function.
module = importlib.import_module("services.interest.commands.advance_runs")


def rows(account_id):
    return list(InterestAccrual.objects.filter(account_id=account_id).order_by("business_date"))


def run_of(day, kind="accrual"):
    return InterestRun.objects.get(kind=kind, business_date=day)


def uncredited(account_id):
    """What has come together and is not booked."""
    last = rows(account_id)[-1]
    booked = InterestPosting.objects.filter(
        account_id=account_id, period_end_date=last.business_date
    )
    return last.uncredited_nano - sum(one.credited_minor for one in booked) * NANO


class TestADay:
    def test_earns_on_the_closing_balance(self, books):
        books.rate(36_500)
        account = books.open(100_000)
        books.move(account, 50_000)
        books.move(account, -20_000)
        books.pass_days()
        (row,) = rows(account)
        # The day of a deposit earns, the day of a withdrawal does not.
        assert (row.balance_minor, row.accrued_nano) == (130_000, 13 * NANO)
        assert run_of(books.today - timedelta(days=1)).totals["rows"] == "1"

    def test_is_not_accrued_before_it_is_balanced(self, books):
        books.rate()
        account = books.open(100)
        assert books.run() is False
        assert rows(account) == []

    def test_starts_with_the_first_rate(self, books):
        books.roll(3)
        books.rate()
        account = books.open(100)
        books.pass_days(2)
        assert [row.business_date for row in rows(account)] == [date(2025, 1, 4), date(2025, 1, 5)]

    def test_counts_with_the_rate_of_its_own_day(self, books):
        books.rate(36_500)
        books.rate(73_000, day=date(2025, 1, 3))
        account = books.open(100_000)
        books.roll(4)
        books.run()
        assert [row.accrued_nano // NANO for row in rows(account)] == [10, 10, 20, 20]

    def test_leaves_out_accounts_without_a_rate_and_those_opened_later(self, books):
        books.rate()
        books.open(100, product="gold")
        books.roll()
        books.open(100)
        books.run()
        assert InterestAccrual.objects.count() == 0
        assert run_of(date(2025, 1, 1)).status == "done"

    def test_keeps_what_a_closed_account_is_owed(self, books):
        from kernel.ledger import commands as ledger

        books.rate(36_500)
        account, other = books.open(100_000), books.open()
        books.pass_days(2)
        books.move(account, -100_000)
        # As accounts did that were closed before unpaid interest kept them open.
        ledger.allow_closing(block_id=account)
        ledger.close_account(account_id=account)
        ledger.close_account(account_id=other)
        books.pass_days(2)
        assert rows(account)[-1].business_date == date(2025, 1, 4)
        assert rows(account)[-1].uncredited_nano == 20 * NANO
        assert rows(other)[-1].business_date == date(2025, 1, 2)

    def test_costs_when_the_account_is_overdrawn(self, books):
        books.rate(0, overdraft_rate_ppm=73_000, overdraft_free_minor=100)
        deep, light = books.open(floor=-50_000), books.open(floor=-50_000)
        books.move(deep, -50_000)
        books.move(light, -100)
        books.pass_days(2)
        assert [row.charged_nano for row in rows(deep)] == [10 * NANO, 10 * NANO]
        assert rows(light)[-1].uncharged_nano == 0

    def test_excepts_what_is_too_large_and_says_so(self, books):
        books.rate(36_500)
        huge, usual = books.open(10**11 + 1), books.open(100_000)
        books.pass_days()
        assert rows(huge)[0].accrued_nano == 0
        assert rows(usual)[0].accrued_nano == 10 * NANO
        assert run_of(date(2025, 1, 1)).totals["excepted_accounts"] == "1"

    def test_that_the_bank_slept_through_is_caught_up(self, books):
        books.rate(36_500)
        account = books.open(100_000)
        from kernel.ledger import commands as ledger

        books.today += timedelta(days=5)
        ledger.roll_business_day(now=books.now)
        books.run()
        assert len(rows(account)) == 5
        assert rows(account)[-1].uncredited_nano == 50 * NANO


class TestCrediting:
    def test_rounds_once_and_carries_the_rest(self, books):
        books.rate(10_000)
        account = books.open(123_456)
        books.pass_days(31)
        daily = round(123_456 * NANO * 10_000 / (10**6 * 365))
        assert rows(account)[30].uncredited_nano == pytest.approx(31 * daily, abs=31)
        (posting,) = InterestPosting.objects.all()
        owed = rows(account)[30].uncredited_nano
        assert posting.credited_minor == round_minor(owed) == 105
        assert books.balance(account) == 123_456 + 105
        books.pass_days()
        last = rows(account)[-1]
        assert last.balance_minor == 123_561
        assert last.uncredited_nano - last.accrued_nano == owed - 105 * NANO

    def test_withholds_tax_as_a_linked_transfer(self, books):
        from kernel.ledger import queries

        books.rate(100_000, tax_ppm=250_000, posting_period="daily")
        account = books.open(3_650_000)
        books.pass_days()
        (posting,) = InterestPosting.objects.all()
        assert (posting.credited_minor, posting.tax_minor) == (1000, 250)
        assert books.balance(account) == 3_650_750
        assert posting.value_date == date(2025, 1, 2)
        found = queries.read_transfer(transfer_id=posting.credit_transfer_id)
        assert found.amount_minor == 1000
        assert books.is_sound()

    def test_charges_an_overdraft_as_far_as_there_is_room(self, books):
        books.rate(0, overdraft_rate_ppm=365_000, posting_period="daily")
        roomy, full = books.open(floor=-200_000), books.open(floor=-100_000)
        books.move(roomy, -100_000)
        books.move(full, -100_000)
        books.pass_days()
        assert (books.balance(roomy), books.balance(full)) == (-100_100, -100_000)
        books.move(full, 50)
        books.pass_days()
        assert books.balance(full) == -100_000
        assert books.is_sound()

    def test_waits_while_an_account_is_frozen(self, books):
        from kernel.ledger import commands as ledger

        books.rate(36_500, posting_period="daily")
        account = books.open(100_000)
        ledger.change_status(account_id=account, status="frozen")
        books.pass_days(3)
        assert books.balance(account) == 100_000
        assert InterestRunChunk.objects.filter(excepted=1).count() == 3
        ledger.change_status(account_id=account, status="open")
        books.pass_days()
        assert books.balance(account) == 100_040

    def test_of_missed_periods_counts_as_if_it_had_been_on_time(self, books):
        books.rate(120_000, compounding="monthly", day=date(2025, 1, 1))
        account = books.open(1_000_000)
        books.roll(100)
        books.run()
        late = [(row.business_date, row.accrued_nano, row.uncredited_nano) for row in rows(account)]
        balance, carried, found = 1_000_000, 0, []
        for offset in range(100):
            day = date(2025, 1, 1) + timedelta(days=offset)
            earned = (balance * NANO + (carried if offset > 30 else 0)) * 120_000
            earned = (2 * earned + 365 * 10**6) // (2 * 365 * 10**6)
            found.append((day, earned))
            carried = 0
            if is_period_end(day, period="monthly"):
                posting = InterestPosting.objects.get(period_end_date=day)
                balance += posting.credited_minor
        assert [day for day, _, _ in late] == [day for day, _ in found]
        assert max(abs(a[1] - b[1]) for a, b in zip(late, found, strict=True)) < NANO // 1000
        assert not any(differences(run.totals) for run in InterestRun.objects.all())
        assert books.balance(account) == balance
        # When the days of the bookings are balanced, nothing is left to correct.
        books.pass_days()
        assert InterestCorrection.objects.count() == 0

    def test_happens_once_for_a_period_also_when_it_is_tried_by_hand(self, books):
        books.rate(36_500, posting_period="daily")
        account = books.open(100_000)
        books.pass_days()
        posting = InterestPosting.objects.get()
        for values in InterestPosting.objects.values():
            values.pop("pk", None)
            with pytest.raises(IntegrityError), transaction.atomic():
                InterestPosting.objects.create(**values)
        assert books.run() is False
        assert InterestPosting.objects.get().posted_at == posting.posted_at
        assert books.balance(account) == 100_010


class TestCorrections:
    def test_of_a_back_dated_deposit_add_what_its_days_missed(self, books):
        books.rate(36_500)
        account, other = books.open(100_000), books.open(100_000)
        books.pass_days(4)
        books.move(account, 50_000, value_date=date(2025, 1, 3))
        books.pass_days()
        assert [
            (one.accrued_date, one.balance_minor, one.accrued_nano)
            for one in InterestCorrection.objects.order_by("accrued_date")
        ] == [
            (date(2025, 1, 3), 150_000, 5 * NANO),
            (date(2025, 1, 4), 150_000, 5 * NANO),
        ]
        # 2 days of 10, and 3 of 15; the rows that were written are as they were.
        assert uncredited(account) == 65 * NANO
        assert [row.accrued_nano // NANO for row in rows(account)] == [10, 10, 10, 10, 15]
        assert uncredited(other) == 50 * NANO
        assert not any(differences(run.totals) for run in InterestRun.objects.all())

    def test_of_corrections_count_from_what_was_corrected(self, books):
        books.rate(36_500)
        account = books.open(100_000)
        books.pass_days(3)
        books.move(account, 50_000, value_date=date(2025, 1, 2))
        books.pass_days()
        books.move(account, -50_000, value_date=date(2025, 1, 2))
        books.pass_days()
        assert uncredited(account) == 50 * NANO

    @pytest.mark.parametrize("compounding", ["none", "daily", "monthly"])
    def test_bring_an_account_where_it_would_have_been(self, books, compounding):
        books.rate(100_000, compounding=compounding, posting_period="yearly")
        late, early = books.open(1_000_000), books.open(1_000_000)
        books.move(early, 500_000)
        books.pass_days(20)
        books.move(late, 500_000, value_date=date(2025, 1, 1))
        books.pass_days(15)
        assert uncredited(late) == uncredited(early)


class TestSafety:
    def test_starting_twice_changes_nothing(self, books):
        books.rate()
        books.open(100_000)
        books.roll(3)
        assert books.run() is False
        before = list(InterestAccrual.objects.order_by("business_date").values())
        for _ in range(3):
            books.run()
        assert list(InterestAccrual.objects.order_by("business_date").values()) == before
        assert InterestRun.objects.count() == 3

    def test_a_second_run_of_a_day_cannot_be_written(self, books):
        books.rate()
        books.pass_days()
        with pytest.raises(IntegrityError), transaction.atomic():
            InterestRun.objects.create(
                kind="accrual", business_date=date(2025, 1, 1), planned_at=books.now
            )

    def test_a_crash_between_chunks_leaves_whole_chunks(self, books, monkeypatch):
        books.rate(36_500, posting_period="daily")
        for _ in range(7):
            books.open(100_000)
        books.roll()
        monkeypatch.setattr(plan_run, "ACCRUAL_ACCOUNTS", 2)
        monkeypatch.setattr(plan_run, "CREDIT_ACCOUNTS", 3)
        real, left = module._do_chunk, iter([True, True, False, True, False])

        def crash(*args, **values):
            if not next(left, True):
                raise KeyboardInterrupt
            return real(*args, **values)

        monkeypatch.setattr(module, "_do_chunk", crash)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                books.run()
        assert run_of(date(2025, 1, 1)).status in {"running", "failed"}
        books.run()
        assert InterestAccrual.objects.count() == 7
        assert {books.balance(account) for account in books.accounts} == {100_010}
        assert run_of(date(2025, 1, 1)).chunks.count() == 4
        assert run_of(date(2025, 1, 1), "credit").chunks.count() == 3

    def test_a_defect_stops_the_run_until_it_is_resumed(self, books, monkeypatch):
        books.rate()
        books.open(100)
        books.roll()
        monkeypatch.setattr(module, "accrue_range", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            books.run()
        run = run_of(date(2025, 1, 1))
        assert (run.status, run.failure) == ("failed", "ZeroDivisionError")
        monkeypatch.undo()
        books.run()
        assert InterestAccrual.objects.count() == 0
        commands.resume_run(run_id=run.id, person_id=uuid.uuid4(), now=books.now)
        books.run()
        assert run_of(date(2025, 1, 1)).status == "done"

    def test_an_altered_row_is_seen_by_the_controls(self, books):
        books.rate(36_500)
        account = books.open(100_000)
        books.pass_days()
        InterestAccrual.objects.filter(account_id=account).update(balance_minor=1)
        found = control_run(run_of(date(2025, 1, 1)))
        assert differences(found) == {"balance_difference_minor": -99_999}
        InterestAccrual.objects.filter(account_id=account).update(uncredited_nano=1)
        found = control_run(run_of(date(2025, 1, 1)))
        assert differences(found)["accrued_difference_nano"] == 1 - 10 * NANO
        InterestAccrual.objects.all().delete()
        found = control_run(run_of(date(2025, 1, 1)))
        assert differences(found)["missing_accounts"] == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_random_life_is_what_a_simple_model_says(books, seed):  # noqa: C901  (the model is flat)
    chance = random.Random(seed)
    kinds = {
        "whole": {"tiers": [(50_000, 20_000), (200_000, 30_000)], "tier_method": "whole"},
        "parts": {"tiers": [(50_000, 20_000)], "tier_method": "marginal"},
        "plain": {"tiers": []},
    }
    from services.interest.arithmetic import Tier

    rates = {}
    for product, terms in kinds.items():
        rates[product] = books.rate(
            chance.randrange(0, 200_000),
            product=product,
            tiers=[Tier(from_minor=start, annual_rate_ppm=ppm) for start, ppm in terms["tiers"]],
            tier_method=terms.get("tier_method", "whole"),
            compounding=chance.choice(["daily", "monthly", "none"]),
            posting_period=chance.choice(["daily", "monthly"]),
            day_count=chance.choice(["act_365f", "act_act_isda", "30e_360", "act_360"]),
            overdraft_rate_ppm=chance.randrange(0, 200_000),
            tax_ppm=chance.choice([0, 250_000]),
            minimum_minor=chance.choice([0, 500]),
        ).terms()
    model = {}
    for _ in range(6):
        product = chance.choice(list(kinds))
        account = books.open(product=product, floor=-10_000)
        model[account] = {"terms": rates[product], "balance": 0, "owed": 0, "costs": 0, "joined": 0}
    for _ in range(35):
        for account, one in model.items():
            amount = chance.randrange(-5_000, 120_000)
            if amount and one["balance"] + amount >= -10_000 and chance.random() < 0.5:
                books.move(account, amount)
                one["balance"] += amount
        day = books.today
        books.pass_days()
        for account, one in model.items():
            terms = one["terms"]
            joined = one["owed"] if terms.compounding == "daily" else one["joined"]
            state = State(
                balance_minor=one["balance"],
                joined_nano=0 if terms.compounding == "none" else joined,
                uncredited_nano=0,
                uncharged_nano=0,
            )
            fraction = fraction_of(day, day_count=terms.day_count)
            earned, cost = day_of(terms, state=state, fraction=fraction)
            one["owed"] += earned
            one["costs"] += cost
            if is_period_end(day, period=terms.compounding):
                one["joined"] = one["owed"]
            if is_period_end(day, period=terms.posting_period):
                credited = max(round_minor(one["owed"]), 0)
                tax = tax_on(credited, tax_ppm=terms.tax_ppm)
                charged = min(
                    round_minor(one["costs"]), max(one["balance"] + credited - tax + 10_000, 0)
                )
                one["balance"] += credited - tax - charged
                one["owed"] -= credited * NANO
                one["costs"] -= charged * NANO
                if credited or charged:
                    one["joined"] = one["owed"]
            assert books.balance(account) == one["balance"], (day, terms)
    assert books.is_sound()
    assert not any(differences(run.totals) for run in InterestRun.objects.all())
    assert {run.status for run in InterestRun.objects.all()} == {"done"}
