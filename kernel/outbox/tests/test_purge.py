"""Events are let go of once everybody has taken them, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.outbox import purge
from kernel.outbox.consumers import Consumer
from kernel.outbox.models import Delivery, Event
from kernel.outbox.purge import purge_events
from kernel.outbox.relay import MOST_TRIES, relay_events, retry_events, retry_parked

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAME = "thing.happened"
LATER = NOW + timedelta(days=30, seconds=1)


def _write(count=1):
    for _ in range(count):
        Event.objects.create(name=NAME, payload={}, created_at=NOW)


def _take(_event):
    pass


def _fail(_event):
    raise ValueError


def _table(take):
    return {NAME: (Consumer(name="taker", take=take),)}


def _left():
    return Event.objects.count()


class TestPurge:
    def test_takes_what_everybody_has_taken_when_it_is_old(self):
        _write(3)
        relay_events(now=NOW, consumers=_table(_take))
        assert purge_events(kept_days=30, now=NOW + timedelta(days=30)) == 0
        assert _left() == 3
        assert purge_events(kept_days=30, now=LATER) == 3
        assert _left() == 0

    def test_leaves_what_was_not_handed_on_however_old_it_is(self):
        _write()
        assert purge_events(kept_days=30, now=NOW + timedelta(days=9999)) == 0
        relay_events(now=LATER, consumers=_table(_take))
        assert purge_events(kept_days=30, now=LATER) == 0
        assert _left() == 1

    def test_leaves_what_somebody_could_not_take_yet(self):
        _write()
        relay_events(now=NOW, consumers=_table(_fail))
        assert purge_events(kept_days=30, now=LATER) == 0
        retry_events(now=LATER, consumers=_table(_take))
        assert Delivery.objects.count() == 0
        assert purge_events(kept_days=30, now=LATER) == 1

    def test_leaves_what_is_parked_until_a_person_let_it_go_on(self):
        _write()
        relay_events(now=NOW, consumers=_table(_fail))
        moment = NOW
        for _ in range(MOST_TRIES):
            moment += timedelta(hours=3)
            retry_events(now=moment, consumers=_table(_fail))
        assert Delivery.objects.get().parked_at is not None
        assert purge_events(kept_days=30, now=LATER) == 0
        retry_parked(now=LATER)
        retry_events(now=LATER, consumers=_table(_take))
        assert purge_events(kept_days=30, now=LATER) == 1

    def test_leaves_an_event_that_nobody_knew(self):
        _write()
        relay_events(now=NOW, consumers={})
        assert purge_events(kept_days=30, now=LATER) == 0

    def test_goes_in_chunks(self, monkeypatch):
        monkeypatch.setattr(purge, "CHUNK", 2)
        _write(3)
        relay_events(now=NOW, consumers=_table(_take))
        assert [purge_events(kept_days=30, now=LATER) for _ in range(3)] == [2, 1, 0]
