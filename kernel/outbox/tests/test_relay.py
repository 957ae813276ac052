"""Events are handed on in order, at least once; a consumer that fails holds up nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from prometheus_client import REGISTRY

from kernel.outbox.consumers import Consumer, QueueAway
from kernel.outbox.models import Delivery, Event
from kernel.outbox.relay import MOST_TRIES, relay_events, retry_events, retry_parked

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAME = "thing.happened"


def _write(count, name=NAME):
    return [
        Event.objects.create(
            name=name,
            payload={"number": number},
            # The clock may go back: order is that of the ids.
            created_at=NOW - timedelta(seconds=number),
        ).id
        for number in range(count)
    ]


def _unpublished():
    return list(Event.objects.filter(published_at=None).order_by("id").values_list("id", flat=True))


def _table(*consumers, name=NAME):
    return {name: tuple(consumers)}


class Taker:
    """A consumer that remembers what it took, and fails as long as it is told to."""

    def __init__(self, name="taker", fails=lambda _event: None):
        self.name, self.taken, self.fails = name, [], fails

    def take(self, event):
        self.fails(event)
        self.taken.append(event.id)

    @property
    def consumer(self):
        return Consumer(name=self.name, take=self.take)


def _broken(_event):
    raise ValueError("it never works, and this text is private")


def _count(metric, **labels):
    return REGISTRY.get_sample_value(f"bank_outbox_{metric}_total", labels) or 0


@pytest.mark.django_db
class TestRelay:
    def test_hands_on_in_order_and_marks(self):
        written, taker = _write(5), Taker()
        assert relay_events(now=NOW, consumers=_table(taker.consumer)) == 5
        assert taker.taken == written
        assert set(Event.objects.values_list("published_at", flat=True)) == {NOW}
        assert not Delivery.objects.exists()

    def test_hands_on_nothing_twice_once_it_is_marked(self):
        _write(3)
        taker = Taker()
        for _ in range(2):
            relay_events(now=NOW, consumers=_table(taker.consumer))
        assert len(taker.taken) == 3

    def test_goes_on_where_a_limit_stopped_it(self):
        written, taker = _write(5), Taker()
        table = _table(taker.consumer)
        counts = [relay_events(now=NOW, consumers=table, limit=2) for _ in range(4)]
        assert counts == [2, 2, 1, 0]
        assert taker.taken == written

    def test_hands_on_what_was_written(self):
        Event.objects.create(name=NAME, payload={"id": "x", "list": [1]}, created_at=NOW)
        seen = []
        look = Consumer(name="look", take=lambda e: seen.append((e.name, e.payload, e.created_at)))
        relay_events(now=NOW, consumers=_table(look))
        assert seen == [(NAME, {"id": "x", "list": [1]}, NOW)]

    def test_marks_nothing_while_the_queue_is_away_so_all_of_it_comes_again(self):
        written = _write(4)
        taker = Taker()

        def away(_event):
            if len(taker.taken) == 2:
                raise QueueAway

        taker.fails = away
        with pytest.raises(QueueAway):
            relay_events(now=NOW, consumers=_table(taker.consumer))
        assert _unpublished() == written
        again = Taker()
        assert relay_events(now=NOW, consumers=_table(again.consumer)) == 4
        assert again.taken == written

    def test_a_crash_before_the_mark_hands_on_again_and_the_id_tells(self):
        (written,) = _write(1)
        handed, processed = [], set()

        def take(event):
            handed.append(event.id)
            processed.add(event.id)

        table = _table(Consumer(name="once", take=take))
        with pytest.raises(KeyboardInterrupt):
            self._relay_and_die(table)
        assert _unpublished() == [written]
        relay_events(now=NOW, consumers=table)
        assert handed == [written, written]
        assert processed == {written}

    @staticmethod
    def _relay_and_die(table):
        # The process dies after the hand-over, before the commit of the mark.
        with transaction.atomic():
            relay_events(now=NOW, consumers=table)
            raise KeyboardInterrupt


@pytest.mark.django_db
class TestAConsumerThatFails:
    def test_holds_up_neither_the_others_nor_the_next_events(self):
        written, good, bad = _write(3), Taker("good"), Taker("bad", _broken)
        before = _count("failures", name=NAME, consumer="bad")
        relay_events(now=NOW, consumers=_table(bad.consumer, good.consumer))
        assert good.taken == written
        assert _unpublished() == []
        rows = Delivery.objects.order_by("event_id")
        assert [(row.event_id, row.consumer, row.tries) for row in rows] == [
            (event_id, "bad", 1) for event_id in written
        ]
        assert {row.failure for row in rows} == {"ValueError"}
        assert _count("failures", name=NAME, consumer="bad") == before + 3

    def test_loses_what_it_wrote_and_others_keep_theirs(self):
        _write(1)

        def write(event):
            Event.objects.create(name=f"other.{event.name}", payload={}, created_at=NOW)

        def write_and_break(event):
            Event.objects.create(name="half.done", payload={}, created_at=NOW)
            _broken(event)

        relay_events(
            now=NOW,
            consumers=_table(
                Consumer(name="bad", take=write_and_break), Consumer(name="good", take=write)
            ),
        )
        names = set(Event.objects.values_list("name", flat=True))
        assert names == {NAME, f"other.{NAME}"}

    def test_is_tried_again_later_and_leaves_no_row_when_it_works(self):
        written, taker = _write(2), Taker("bad", _broken)
        table = _table(taker.consumer)
        relay_events(now=NOW, consumers=table)
        taker.fails = lambda _event: None
        assert retry_events(now=NOW, consumers=table) == 0
        assert retry_events(now=NOW + timedelta(seconds=20), consumers=table) == 2
        assert sorted(taker.taken) == written
        assert not Delivery.objects.exists()

    def test_waits_longer_each_time_and_is_parked_in_the_end(self):
        (event_id,) = _write(1)
        table = _table(Taker("bad", _broken).consumer)
        before = _count("parked", name=NAME, consumer="bad")
        relay_events(now=NOW, consumers=table)
        now, waits = NOW, []
        while (row := Delivery.objects.get()).parked_at is None:
            waits.append(row.next_try_at - now)
            now = row.next_try_at
            assert retry_events(now=now, consumers=table) == 1
        assert row.tries == MOST_TRIES == len(waits) + 1
        assert waits == sorted(waits)
        assert waits[0] < waits[3]
        assert (row.event_id, row.parked_at, row.next_try_at) == (event_id, now, None)
        assert retry_events(now=now + timedelta(days=9), consumers=table) == 0
        assert _count("parked", name=NAME, consumer="bad") == before + 1

    def test_takes_a_parked_event_when_somebody_lets_it_go_on(self, capsys):
        _write(1)
        taker = Taker("bad", _broken)
        table = _table(taker.consumer)
        relay_events(now=NOW, consumers=table)
        Delivery.objects.update(parked_at=NOW, next_try_at=None)
        assert retry_parked(now=NOW, consumer="other") == 0
        call_command("retry_parked_events", consumer="bad")
        assert "1 events" in capsys.readouterr().out
        taker.fails = lambda _event: None
        retry_events(now=datetime.now(UTC) + timedelta(seconds=1), consumers=table)
        assert len(taker.taken) == 1
        assert not Delivery.objects.exists()

    def test_that_is_gone_from_the_table_is_not_forgotten(self):
        _write(1)
        relay_events(now=NOW, consumers=_table(Taker("gone", _broken).consumer))
        retry_events(now=NOW + timedelta(hours=1), consumers=_table())
        assert Delivery.objects.get().failure == "ConsumerGone"


@pytest.mark.django_db
class TestUnknownEvents:
    def test_are_kept_and_counted(self):
        _write(2, name="nobody.knows")
        before = _count("parked", name="unknown", consumer="")
        assert relay_events(now=NOW, consumers=_table()) == 2
        assert Delivery.objects.filter(consumer="", parked_at=NOW).count() == 2
        assert Event.objects.filter(name="nobody.knows").count() == 2
        assert _count("parked", name="unknown", consumer="") == before + 2

    def test_are_handed_on_by_a_release_that_knows_them(self):
        written, taker = _write(2, name="nobody.knows"), Taker()
        relay_events(now=NOW, consumers={})
        assert retry_parked(now=NOW) == 2
        retry_events(now=NOW, consumers={"nobody.knows": (taker.consumer,)})
        assert sorted(taker.taken) == written
        assert not Delivery.objects.exists()

    def test_are_parked_again_by_a_release_that_does_not(self):
        _write(1, name="nobody.knows")
        relay_events(now=NOW, consumers={})
        retry_parked(now=NOW)
        retry_events(now=NOW, consumers={})
        assert Delivery.objects.get().parked_at == NOW

    def test_are_not_those_that_nobody_wants(self):
        _write(1)
        relay_events(now=NOW, consumers=_table())
        assert not Delivery.objects.exists()


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
            def take(event):
                taken["first"].append(event.id)
                first_has_some.set()
                assert second_is_done.wait(timeout=20)

            try:
                table = _table(Consumer(name="first", take=take))
                return relay_events(now=NOW, consumers=table, limit=3)
            finally:
                connection.close()

        def second():
            try:
                assert first_has_some.wait(timeout=20)
                take = Consumer(name="second", take=lambda event: taken["second"].append(event.id))
                return relay_events(now=NOW, consumers=_table(take))
            finally:
                second_is_done.set()
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            counts = [one.result() for one in [pool.submit(first), pool.submit(second)]]
        assert counts == [3, 3]
        assert taken["first"] == written[:3]
        assert taken["second"] == written[3:]
        assert _unpublished() == []
