"""The worked numbers of others, to the digit, and what holds for every number."""

import json
import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.interest.arithmetic import (
    NANO,
    Terms,
    Tier,
    accrue,
    annual_yield,
    charge,
    divide,
    fraction_of,
    is_period_end,
    period_end_from,
    project,
    round_minor,
    tax_on,
)
from services.interest.arithmetic.calendar import Fraction

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[4] / "shared" / "data" / "samples")
)
NAMES = {
    "ACT/365F": "act_365f",
    "ACT/360": "act_360",
    "ACT/ACT ISDA": "act_act_isda",
    "30E/360 Eurobond Basis (ISDA 2006 4.16(g))": "30e_360",
}
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
BALANCES = st.integers(min_value=-(10**11), max_value=10**11)


def terms(*rates, **values):
    """Terms with one rate, or with (from, rate) tiers; parts per million."""
    tiers = [(0, rates[0])] if isinstance(rates[0], int) else rates
    return Terms(
        tiers=tuple(Tier(from_minor=start, annual_rate_ppm=rate) for start, rate in tiers),
        **({"compounding": "daily"} | values),
    )


def year_fraction(start, end, *, day_count):
    total = Decimal(0)
    for offset in range((end - start).days):
        part = fraction_of(start + timedelta(days=offset), day_count=day_count)
        total += Decimal(part.numerator) / Decimal(part.denominator)
    return total


class TestDayCounts:
    def test_add_up_to_the_published_vectors(self):
        path = SAMPLES / "daycount" / "vectors.json"
        if not path.exists():
            pytest.skip(f"the day count vectors are not at {path}")
        seen = set()
        for one in json.loads(path.read_text()):
            if one["convention"] not in NAMES:
                continue
            start, end = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
            found = year_fraction(start, end, day_count=NAMES[one["convention"]])
            expected = (
                Decimal(one["year_fraction"])
                if "year_fraction" in one
                else Decimal(one["days"]) / one["denominator"]
            )
            assert abs(found - expected) < Decimal("1e-11"), one
            seen.add(one["convention"])
        assert seen == set(NAMES)

    @pytest.mark.parametrize(
        ("day", "day_count", "fraction"),
        [
            (date(2024, 2, 29), "act_365f", (1, 365)),
            (date(2024, 2, 29), "act_360", (1, 360)),
            (date(2024, 12, 31), "act_act_isda", (1, 366)),
            (date(2025, 1, 1), "act_act_isda", (1, 365)),
            (date(2025, 1, 30), "30e_360", (0, 360)),
            (date(2025, 1, 31), "30e_360", (1, 360)),
            (date(2025, 2, 28), "30e_360", (3, 360)),
            (date(2024, 2, 29), "30e_360", (2, 360)),
        ],
    )
    def test_give_each_day_its_part(self, day, day_count, fraction):
        assert fraction_of(day, day_count=day_count) == fraction

    @given(year=st.integers(min_value=1990, max_value=2090))
    def test_of_thirty_days_a_month_make_a_year(self, year):
        assert year_fraction(
            date(year, 1, 1), date(year + 1, 1, 1), day_count="30e_360"
        ) == pytest.approx(1)


class TestPeriods:
    @pytest.mark.parametrize(
        ("period", "ends"),
        [
            ("monthly", 12),
            ("quarterly", 4),
            ("half_yearly", 2),
            ("yearly", 1),
            ("daily", 365),
            ("none", 0),
        ],
    )
    def test_end_so_often_a_year(self, period, ends):
        days = (date(2025, 1, 1) + timedelta(days=offset) for offset in range(365))
        assert sum(is_period_end(day, period=period) for day in days) == ends

    @given(day=DAYS, period=st.sampled_from(["daily", "monthly", "quarterly", "yearly"]))
    def test_end_next_on_the_first_day_that_is_an_end(self, day, period):
        end = period_end_from(day, period=period)
        assert is_period_end(end, period=period)
        between = ((day + timedelta(days=n)) for n in range((end - day).days))
        assert not any(is_period_end(one, period=period) for one in between)


class TestFineract:
    """Minor units of four decimals, as its tests keep money."""

    def test_a_year_that_ends_in_march_posts_33_7016(self):
        # 121 days from 1 December 2013; their financial year starts in April.
        found = project(
            terms(100_000, posting_period="yearly"),
            amount_minor=10_000_000,
            first_date=date(2014, 1, 1),
            days=121,
            credit_at_end=True,
        )
        assert found.credited_minor == 337_016

    def test_one_day_of_a_thousand_posts_0_2740(self):
        found = project(
            terms(100_000, posting_period="daily"),
            amount_minor=10_000_000,
            first_date=date(2021, 11, 1),
            days=1,
        )
        assert found.credited_minor == 2740

    def test_two_days_of_ten_thousand_post_2_7397_and_2_7405(self):
        found = project(
            terms(100_000, posting_period="daily"),
            amount_minor=100_000_000,
            first_date=date(2022, 4, 10),
            days=2,
        )
        assert [step.credited_minor for step in found.steps] == [27_397, 27_405]

    def test_two_days_of_eight_hundred_make_800_4384(self):
        found = project(
            terms(100_000, posting_period="daily"),
            amount_minor=8_000_000,
            first_date=date(2022, 4, 10),
            days=2,
        )
        assert found.balance_minor == 8_004_384


class TestRegulationDD:
    def test_interest_of_61_68_on_1000_is_a_yield_of_6_17(self):
        found = annual_yield(interest_nano=6168 * NANO, principal_minor=100_000, days=365)
        assert found == Decimal("6.17")

    def test_a_certificate_of_182_days_earns_30_37(self):
        found = project(
            terms(60_000, posting_period="yearly"),
            amount_minor=100_000,
            first_date=date(2025, 1, 1),
            days=182,
            credit_at_end=True,
        )
        assert found.credited_minor == 3037
        assert annual_yield(
            interest_nano=3037 * NANO, principal_minor=100_000, days=182
        ) == Decimal("6.18")

    def test_a_step_up_of_two_quarters_earns_26_68(self):
        uncredited = 0
        for days, rate in ((91, 50_000), (92, 55_000)):
            for _ in range(days):
                uncredited += accrue(
                    terms(rate),
                    balance_minor=100_000,
                    joined_nano=uncredited,
                    fraction=Fraction(1, 365),
                )
        assert round_minor(uncredited) == 2668
        assert annual_yield(
            interest_nano=2668 * NANO, principal_minor=100_000, days=183
        ) == Decimal("5.39")

    def test_two_years_with_interest_credited_in_whole_cents_earn_133_13(self):
        first = project(
            terms(60_000, posting_period="yearly"),
            amount_minor=100_000,
            first_date=date(2025, 1, 1),
            days=365,
        )
        second = project(
            terms(65_000, posting_period="yearly"),
            amount_minor=first.balance_minor,
            first_date=date(2026, 1, 1),
            days=365,
        )
        earned = first.credited_minor + second.credited_minor
        assert (first.credited_minor, earned) == (6183, 13_313)
        assert annual_yield(
            interest_nano=earned * NANO, principal_minor=100_000, days=730
        ) == Decimal("6.45")

    @pytest.mark.parametrize(
        ("amount", "interest", "apy"),
        [(100_000, 5390, "5.39"), (800_000, 45_229, "5.65"), (2_000_000, 118_361, "5.92")],
    )
    def test_tiers_by_the_whole_balance(self, amount, interest, apy):
        tiered = terms((0, 52_500), (250_001, 55_000), (1_500_001, 57_500), posting_period="yearly")
        found = project(tiered, amount_minor=amount, first_date=date(2025, 1, 1), days=365)
        assert found.credited_minor == interest
        assert annual_yield(
            interest_nano=interest * NANO, principal_minor=amount, days=365
        ) == Decimal(apy)

    def test_tiers_by_parts_pay_each_part_its_own_rate(self):
        tiered = terms((0, 10_000), (100_000, 20_000), tier_method="marginal", compounding="none")
        found = accrue(tiered, balance_minor=150_000, joined_nano=0, fraction=Fraction(1, 1))
        assert found == (1000 + 1000) * NANO

    def test_a_daily_rate_is_at_least_a_365th_also_in_a_leap_year(self):
        found = project(terms(36_500), amount_minor=100_000, first_date=date(2024, 2, 1), days=29)
        assert found.credited_minor + found.uncredited_nano // NANO >= 290


class TestADay:
    @given(balance=BALANCES, rate=st.integers(min_value=0, max_value=10**6), day=DAYS)
    def test_is_never_wrong_by_more_than_half_a_nano(self, balance, rate, day):
        fraction = fraction_of(day, day_count="act_act_isda")
        found = accrue(terms(rate), balance_minor=balance, joined_nano=0, fraction=fraction)
        exact = Decimal(max(balance, 0)) * NANO * rate / (10**6 * fraction.denominator)
        assert abs(found - exact) <= Decimal("0.5000001")

    @given(balance=BALANCES, day=DAYS)
    def test_either_earns_or_costs(self, balance, day):
        fraction = fraction_of(day, day_count="act_365f")
        both = terms(20_000, overdraft_rate_ppm=100_000)
        earned = accrue(both, balance_minor=balance, joined_nano=0, fraction=fraction)
        assert earned == 0 or balance > 0
        assert charge(both, balance_minor=balance, fraction=fraction) == 0 or balance < 0

    @pytest.mark.parametrize(("balance", "earned"), [(9_999, 0), (10_000, 1_000 * NANO)])
    def test_below_the_minimum_earns_nothing(self, balance, earned):
        found = accrue(
            terms(100_000, minimum_minor=10_000),
            balance_minor=balance,
            joined_nano=0,
            fraction=Fraction(1, 1),
        )
        assert found == earned

    @pytest.mark.parametrize(("balance", "cost"), [(-5000, 0), (-5001, 50_010 * NANO // 100)])
    def test_an_overdraft_up_to_the_free_amount_costs_nothing(self, balance, cost):
        found = charge(
            terms(0, overdraft_rate_ppm=100_000, overdraft_free_minor=5000),
            balance_minor=balance,
            fraction=Fraction(1, 1),
        )
        assert found == cost

    @given(
        balance=st.integers(min_value=0, max_value=10**11),
        rate=st.integers(min_value=0, max_value=10**6),
    )
    def test_one_rate_in_two_equal_tiers_is_one_rate(self, balance, rate):
        fraction = Fraction(1, 365)
        one = accrue(terms(rate), balance_minor=balance, joined_nano=7, fraction=fraction)
        for method in ("whole", "marginal"):
            split = terms((0, rate), (5000, rate), tier_method=method)
            assert accrue(split, balance_minor=balance, joined_nano=7, fraction=fraction) == one


class TestRounding:
    @pytest.mark.parametrize(
        ("nano", "half_even", "half_up", "down"),
        [
            (2_500_000_000, 2, 3, 2),
            (3_500_000_000, 4, 4, 3),
            (2_500_000_001, 3, 3, 2),
            (-2_500_000_000, -2, -3, -2),
            (499_999_999, 0, 0, 0),
        ],
    )
    def test_of_a_half_is_as_agreed(self, nano, half_even, half_up, down):
        assert round_minor(nano) == half_even
        assert round_minor(nano, rounding="half_up") == half_up
        assert round_minor(nano, rounding="down") == down

    @given(nano=st.integers(min_value=-(10**19), max_value=10**19))
    def test_takes_or_gives_half_a_unit_at_most(self, nano):
        assert abs(round_minor(nano) * NANO - nano) * 2 <= NANO

    @given(
        amount=st.integers(min_value=1, max_value=10**9),
        rate=st.integers(min_value=0, max_value=300_000),
        days=st.integers(min_value=1, max_value=100),
        period=st.sampled_from(["daily", "monthly"]),
    )
    def test_loses_nothing_between_periods(self, amount, rate, days, period):
        # Without compounding nothing but the credited amounts themselves earns more.
        found = project(
            terms(rate, compounding="none", posting_period=period),
            amount_minor=amount,
            first_date=date(2025, 1, 1),
            days=days,
        )
        earned, balance = 0, amount
        steps = {step.day: step for step in found.steps}
        for offset in range(days):
            day = date(2025, 1, 1) + timedelta(days=offset)
            earned += divide(balance * NANO * rate, 10**6 * 365)
            balance = steps[day].balance_minor if day in steps else balance
        assert found.credited_minor * NANO + found.uncredited_nano == earned

    def test_of_tax_is_of_what_was_credited(self):
        assert tax_on(1234, tax_ppm=263_750) == 325
        assert tax_on(0, tax_ppm=263_750) == 0
        assert tax_on(200, tax_ppm=2_500) == 0
