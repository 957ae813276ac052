"""Events are handed on in order, at least once, and by two relays without repeats."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kernel.outbox.models import Event
from kernel.outbox.relay import relay_events

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _write(count):
    return [
        Event.objects.create(
            name="thing.happened",
            payload={"number": number},
            # The clock may go back: order is that of the ids.
            created_at=NOW - timedelta(seconds=number),
        ).id
        for number in range(count)
    ]


def _unpublished():
    return list(Event.objects.filter(published_at=None).order_by("id").values_list("id", flat=True))


@pytest.mark.django_db
class TestRelay:
    def test_delivers_in_order_and_marks(self):
        written, delivered = _write(5), []
        count = relay_events(now=NOW, deliver=lambda event: delivered.append(event.id))
        assert count == 5
        assert delivered == written
        assert set(Event.objects.values_list("published_at", flat=True)) == {NOW}

    def test_delivers_nothing_twice_once_it_is_marked(self):
        _write(3)
        relay_events(now=NOW, deliver=lambda _: None)
        delivered = []
        assert relay_events(now=NOW, deliver=delivered.append) == 0
        assert delivered == []

    def test_goes_on_where_a_limit_stopped_it(self):
        written, delivered = _write(5), []
        counts = [
            relay_events(now=NOW, deliver=lambda event: delivered.append(event.id), limit=2)
            for _ in range(4)
        ]
        assert counts == [2, 2, 1, 0]
        assert delivered == written

    def test_marks_nothing_when_a_delivery_fails_so_all_of_it_comes_again(self):
        written, delivered = _write(4), []

        def deliver(event):
            if len(delivered) == 2:
                raise ConnectionError
            delivered.append(event.id)

        with pytest.raises(ConnectionError):
            relay_events(now=NOW, deliver=deliver)
        assert _unpublished() == written
        again = []
        assert relay_events(now=NOW, deliver=lambda event: again.append(event.id)) == 4
        assert again == written

    def test_hands_on_what_was_written(self):
        Event.objects.create(name="a.b", payload={"id": "x", "list": [1]}, created_at=NOW)
        seen = []
        relay_events(now=NOW, deliver=lambda e: seen.append((e.name, e.payload, e.created_at)))
        assert seen == [("a.b", {"id": "x", "list": [1]}, NOW)]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer at a time, so two relays take turns",
)
class TestTwoRelaysAtOnce:
    def test_take_different_events(self):
        written = _write(6)
        first_has_some, second_is_done = threading.Event(), threading.Event()
        taken = {"first": [], "second": []}

        def first():
            def deliver(event):
                taken["first"].append(event.id)
                first_has_some.set()
                assert second_is_done.wait(timeout=20)

            try:
                return relay_events(now=NOW, deliver=deliver, limit=3)
            finally:
                connection.close()

        def second():
            try:
                assert first_has_some.wait(timeout=20)
                return relay_events(now=NOW, deliver=lambda event: taken["second"].append(event.id))
            finally:
                second_is_done.set()
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            counts = [one.result() for one in [pool.submit(first), pool.submit(second)]]
        assert counts == [3, 3]
        assert taken["first"] == written[:3]
        assert taken["second"] == written[3:]
        assert _unpublished() == []
