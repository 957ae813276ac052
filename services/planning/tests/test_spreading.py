"""Spreading an amount over days: nothing is lost or made, and less than nothing is zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.spreading import ADJUST, RESET, ROLL_OVER, Day, share, spread

RULES = [RESET, ROLL_OVER, ADJUST]
amounts = st.integers(0, 10**9)
lengths = st.integers(1, 400)


def day(spendable, days, today, before=0, spent=0, rule=ADJUST):
    return spread(
        spendable_minor=spendable,
        days=days,
        today=today,
        spent_before_minor=before,
        spent_today_minor=spent,
        carry_over=rule,
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 30.00 over three days; 4.00 of the first day's 10.00 were spent, and 1.00 on the second.
        (RESET, Day(allowance_minor=1000, remaining_minor=900, tomorrow_minor=1000)),
        (ROLL_OVER, Day(allowance_minor=1600, remaining_minor=1500, tomorrow_minor=2500)),
        (ADJUST, Day(allowance_minor=1300, remaining_minor=1200, tomorrow_minor=2500)),
    ],
)
def test_what_is_left_of_a_day_goes_where_the_rule_says(rule, expected):
    assert day(3000, 3, 1, before=400, spent=100, rule=rule) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 30.00 over three days; 20.00 were spent on the first.
        (RESET, Day(allowance_minor=1000, remaining_minor=1000, tomorrow_minor=1000)),
        (ROLL_OVER, Day(allowance_minor=0, remaining_minor=0, tomorrow_minor=1000)),
        (ADJUST, Day(allowance_minor=500, remaining_minor=500, tomorrow_minor=1000)),
    ],
)
def test_what_was_overspent_is_missing_where_the_rule_says(rule, expected):
    assert day(3000, 3, 1, before=2000, rule=rule) == expected


@pytest.mark.parametrize("rule", RULES)
def test_the_last_day_has_no_tomorrow(rule):
    found = day(3000, 1, 0, spent=500, rule=rule)
    assert found == Day(allowance_minor=3000, remaining_minor=2500, tomorrow_minor=None)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("spendable", [0, -5000])
def test_of_nothing_or_less_a_day_has_nothing(rule, spendable):
    found = day(spendable, 10, 3, spent=100, rule=rule)
    assert (found.allowance_minor, found.remaining_minor, found.tomorrow_minor) == (0, -100, 0)


@given(minor=amounts, days=lengths)
def test_shares_add_up_and_differ_by_one_at_most(minor, days):
    shares = [share(minor, days=days, day=one) for one in range(days)]
    assert sum(shares) == minor
    assert max(shares) - min(shares) <= 1


@given(minor=amounts, days=lengths, rule=st.sampled_from([ROLL_OVER, ADJUST]))
def test_who_spends_each_days_allowance_has_spent_all_on_payday(minor, days, rule):
    spent = 0
    for today in range(days):
        spent += day(minor, days, today, before=spent, rule=rule).allowance_minor
    assert spent == minor


@given(
    minor=amounts,
    days=st.integers(2, 60),
    spent=st.lists(amounts, min_size=60, max_size=60),
    rule=st.sampled_from([ROLL_OVER, ADJUST]),
)
def test_what_tomorrow_is_promised_it_gets(minor, days, spent, rule):
    before = 0
    for today in range(days - 1):
        found = day(minor, days, today, before=before, spent=spent[today], rule=rule)
        before += spent[today]
        following = day(minor, days, today + 1, before=before, rule=rule)
        assert found.tomorrow_minor == following.allowance_minor


@given(
    minor=st.integers(-(10**9), 10**9),
    days=lengths,
    before=amounts,
    spent=amounts,
    rule=st.sampled_from(RULES),
)
def test_an_allowance_is_never_below_zero_nor_above_what_there_is(minor, days, before, spent, rule):
    found = day(minor, days, days // 2, before=before, spent=spent, rule=rule)
    assert 0 <= found.allowance_minor <= max(0, minor)
    assert found.remaining_minor == found.allowance_minor - spent
