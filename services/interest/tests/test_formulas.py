"""The databases' formula and Python's are one, to the last digit."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import sql
from services.interest.arithmetic import State, Terms, Tier, day_of
from services.interest.arithmetic.calendar import Fraction
from services.interest.commands.formulas import accrued_sql, charged_sql

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite computes in Python"),
]

RATES = st.integers(min_value=0, max_value=1_000_000)
FRACTIONS = st.sampled_from(
    [Fraction(1, 365), Fraction(1, 366), Fraction(1, 360), Fraction(0, 360), Fraction(3, 360)]
)
BALANCES = st.one_of(
    st.integers(min_value=-2_000, max_value=2_000),
    st.integers(min_value=-2 * 10**11, max_value=2 * 10**11),
)
CARRIED = st.one_of(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.integers(min_value=-5 * 10**18, max_value=5 * 10**18),
)
STARTS = st.lists(st.integers(min_value=1, max_value=10**6), max_size=3, unique=True)


@st.composite
def all_terms(draw):
    starts = [0, *sorted(draw(STARTS))]
    return Terms(
        tiers=tuple(Tier(from_minor=start, annual_rate_ppm=draw(RATES)) for start in starts),
        tier_method=draw(st.sampled_from(["whole", "marginal"])),
        minimum_minor=draw(st.integers(min_value=0, max_value=1000)),
        overdraft_rate_ppm=draw(RATES),
        overdraft_free_minor=draw(st.integers(min_value=0, max_value=1000)),
    )


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    terms=all_terms(),
    fraction=FRACTIONS,
    balance=BALANCES,
    joined=CARRIED,
    uncredited=CARRIED,
    uncharged=CARRIED,
)
def test_a_day_is_the_same_number(db, terms, fraction, balance, joined, uncredited, uncharged):
    state = State(
        balance_minor=balance,
        joined_nano=joined,
        uncredited_nano=uncredited,
        uncharged_nano=uncharged,
    )
    found = sql.row(
        f"SELECT {accrued_sql(terms, fraction=fraction)}, {charged_sql(terms, fraction=fraction)} "  # noqa: S608
        "FROM (SELECT CAST(%s AS DECIMAL(20, 0)) AS balance_minor, CAST(%s AS DECIMAL(20, 0)) "
        "AS joined_nano, CAST(%s AS DECIMAL(20, 0)) AS uncredited_nano, CAST(%s AS DECIMAL(20, 0)) "
        "AS uncharged_nano) x",
        [balance, joined, uncredited, uncharged],
    )
    assert tuple(int(value) for value in found) == day_of(terms, state=state, fraction=fraction)
