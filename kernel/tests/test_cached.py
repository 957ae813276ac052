"""What is kept for everybody is true, public, and never in the way."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import caches
from django.db import transaction
from redis.exceptions import ConnectionError as Disconnected

from kernel import cached
from kernel.cached import forget_cached, read_cached

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}


@pytest.fixture(autouse=True)
def kept(settings, monkeypatch):
    """A cache that keeps, as Redis does."""
    settings.CACHES = {**settings.CACHES, "shared": LOCAL}
    caches["shared"].clear()
    monkeypatch.setattr(cached, "_ask_again_at", 0.0)
    yield caches["shared"]
    caches["shared"].clear()


@pytest.fixture
def table():
    """A value in the database, and how often it was read."""

    class Table:
        value, reads = ["first"], 0

        def read(self):
            self.reads += 1
            return list(self.value)

        def ask(self, name="all", topic="branches"):
            return read_cached(topic, name, make=self.read)

    return Table()


class TestAValue:
    def test_is_read_once(self, table, db):
        assert [table.ask() for _ in range(3)] == [["first"]] * 3
        assert table.reads == 1

    def test_is_kept_under_its_own_name_and_topic(self, table, db):
        table.ask()
        table.value = ["other"]
        assert table.ask("another") == ["other"]
        assert table.ask(topic="account-types") == ["other"]
        assert table.ask() == ["first"]

    def test_is_what_json_can_say(self, db):
        with pytest.raises(TypeError):
            read_cached("branches", "x", make=lambda: [uuid.uuid4()])

    def test_that_is_falsy_is_kept_too(self, table, db):
        table.value = []
        assert [table.ask(), table.ask()] == [[], []]
        assert table.reads == 1


class TestAChange:
    def test_is_seen_at_once(self, table, transactional_db):
        table.ask()
        with transaction.atomic():
            table.value = ["second"]
            forget_cached("branches")
        assert table.ask() == ["second"]

    def test_of_one_topic_leaves_the_others(self, table, transactional_db):
        table.ask()
        forget_cached("account-types")
        table.ask()
        assert table.reads == 1

    def test_counts_from_its_commit(self, table, transactional_db):
        table.ask()
        with transaction.atomic():
            forget_cached("branches")
            table.ask()
            assert table.reads == 1
        table.ask()
        assert table.reads == 2

    def test_that_was_undone_is_none(self, table, transactional_db):
        table.ask()
        with transaction.atomic():
            forget_cached("branches")
            transaction.set_rollback(True)
        table.ask()
        assert table.reads == 1

    def test_between_the_read_and_the_keeping_is_not_lost(self, table, transactional_db):
        table.ask("another")

        def slow():
            old = table.read()
            table.value = ["second"]
            forget_cached("branches")
            return old

        assert read_cached("branches", "all", make=slow) == ["first"]
        assert table.ask() == ["second"]

    def test_before_anybody_read_is_no_harm(self, table, transactional_db):
        forget_cached("branches")
        assert table.ask() == ["first"]

    def test_counts_also_when_the_mark_was_thrown_out(self, table, kept, transactional_db):
        table.ask()
        table.value = ["second"]
        kept.delete("mark:branches")
        assert table.ask() == ["second"]


class TestRedisAway:
    @pytest.fixture
    def away(self, monkeypatch):
        class Away:
            asked = 0

            def __getattr__(self, name):
                def fail(*_, **__):
                    self.asked += 1
                    raise Disconnected

                return fail

        gone = Away()
        monkeypatch.setattr(cached, "caches", {"shared": gone})
        return gone

    def test_is_not_in_the_way_and_is_not_asked_each_time(self, table, away, db):
        assert [table.ask() for _ in range(5)] == [["first"]] * 5
        assert table.reads == 5
        assert away.asked == 1

    def test_lets_a_change_happen(self, away, transactional_db):
        with transaction.atomic():
            forget_cached("branches")
        assert away.asked == 1

    def test_half_way_still_answers(self, table, monkeypatch, kept, db):
        def fail(*_, **__):
            raise Disconnected

        monkeypatch.setattr(kept, "set", fail)
        assert table.ask() == ["first"]
        assert table.ask() == ["first"]


class TestWhatIsKept:
    def test_has_no_balance_and_nobodys_own(self):
        """The topics are these; a new one is thought about here."""
        from typing import get_args

        assert set(get_args(cached.Topic)) == {"branches", "account-types", "interest-rates"}
