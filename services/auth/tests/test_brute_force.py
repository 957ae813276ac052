"""How often somebody can guess, whatever they do: the figures, by the clock of the bank."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.ids import new_id
from services.auth.commands import count_wrong_factor, take_password_try
from services.auth.commands.count_wrong_code import (
    Guesser,
    address_hash_of,
    count_wrong_code,
    locked_until,
)
from services.auth.commands.count_wrong_factor import FACTORS
from services.auth.commands.count_wrong_password import PASSWORDS
from services.auth.models import CodePurpose

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 11, 21, tzinfo=UTC)
EMAIL = "ada@example.org"
# An authenticator's code is one of three: the half minutes before, now, and after.
CODES, RIGHT_AT_ONCE = 10**6, 3


def guesses_within(hours: int, *, guesser: Guesser, guess) -> int:
    """Return how many guesses are looked at when somebody guesses whenever nothing is locked."""
    now, looked_at = BEGIN, 0
    while now < BEGIN + timedelta(hours=hours):
        until = locked_until(guesser=guesser, now=now)
        if until:
            now = until
        else:
            guess(now)
            looked_at += 1
    return looked_at


@pytest.mark.parametrize("purpose", CodePurpose.values)
@pytest.mark.parametrize(("hours", "at_most"), [(1, 30), (24, 70), (24 * 7, 130)])
def test_a_code_is_guessed_at_most_so_often(purpose, hours, at_most):
    guesser = Guesser(purpose=purpose, person_id=new_id(), address_hash=address_hash_of(EMAIL))
    found = guesses_within(
        hours, guesser=guesser, guess=lambda now: count_wrong_code(guesser=guesser, now=now)
    )
    assert found == at_most
    assert found / CODES < 0.0002


@pytest.mark.parametrize(("hours", "at_most"), [(1, 30), (24, 70)])
def test_an_authenticator_is_guessed_at_most_so_often(hours, at_most):
    person_id = new_id()
    guesser = Guesser(purpose=FACTORS, person_id=None, address_hash=address_hash_of(str(person_id)))
    found = guesses_within(
        hours,
        guesser=guesser,
        guess=lambda now: count_wrong_factor(person_id=person_id, now=now),
    )
    assert found == at_most
    assert found * RIGHT_AT_ONCE / CODES < 0.001


@pytest.mark.parametrize("minutes", [1, 7, 16, 61, 150, 160, 200])
def test_who_guesses_slowly_to_escape_the_lock_has_no_more(minutes):
    guesser = Guesser(purpose=FACTORS, person_id=None, address_hash=address_hash_of(EMAIL))
    times = [BEGIN + timedelta(minutes=minutes) * place for place in range(24 * 60 // minutes)]
    found = 0
    for now in times:
        if not locked_until(guesser=guesser, now=now):
            count_wrong_code(guesser=guesser, now=now)
            found += 1
    assert found <= 70


@pytest.mark.parametrize(("hours", "at_most"), [(1, 40), (24, 960)])
def test_a_password_is_guessed_at_most_so_often(hours, at_most):
    guesser = Guesser(
        purpose=PASSWORDS, person_id=None, address_hash=address_hash_of(EMAIL), grows=False
    )
    found = guesses_within(
        hours, guesser=guesser, guess=lambda now: take_password_try(address=EMAIL, now=now)
    )
    assert found == at_most
