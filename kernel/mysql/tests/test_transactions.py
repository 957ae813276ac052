"""No acknowledged write is lost, and none survives a transaction that did not end well."""

from __future__ import annotations

import threading

import MySQLdb
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.db.transaction import TransactionManagementError

from kernel import sql
from kernel.mysql.tests.conftest import connect


def put(number):
    sql.execute("INSERT INTO mysql_probe (id, number) VALUES (%s, 0)", [number])


def put_by_cursor(number):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO mysql_probe (id, number) VALUES (%s, 0)", [number])


WAYS = pytest.mark.parametrize("put", [put, put_by_cursor], ids=["direct", "cursor"])


def in_transaction():
    """Return whether the server has a transaction open for this connection."""
    return bool(sql.row("SELECT @@in_transaction")[0])


def server_autocommit():
    return bool(sql.row("SELECT @@autocommit")[0])


class Boom(Exception):
    pass


class TestABlock:
    @WAYS
    def test_commits_all_of_it_at_its_end(self, put, probe):
        with transaction.atomic():
            put(1)
            assert probe.ids() == []
            put(2)
            assert probe.ids() == []
        assert probe.ids() == [1, 2]

    @WAYS
    @pytest.mark.parametrize("failure", [Boom, KeyboardInterrupt, SystemExit])
    def test_that_fails_leaves_nothing_and_autocommit_on(self, put, failure, probe):
        with pytest.raises(failure), transaction.atomic():
            put(1)
            raise failure
        assert probe.ids() == []
        assert connection.get_autocommit()
        assert server_autocommit()
        assert not in_transaction()
        put(2)
        assert probe.ids() == [2]

    def test_is_left_with_autocommit_on(self, probe):
        with transaction.atomic():
            put(1)
        assert not in_transaction()
        put(2)
        assert probe.ids() == [1, 2]

    @WAYS
    def test_inside_another_undoes_its_own_part_only(self, put, probe):
        with transaction.atomic():
            put(1)
            with pytest.raises(Boom), transaction.atomic():
                put(2)
                with transaction.atomic():
                    put(3)
                raise Boom
            with transaction.atomic():
                put(4)
            assert probe.ids() == []
        assert probe.ids() == [1, 4]

    @WAYS
    def test_undoes_what_inner_blocks_kept(self, put, probe):
        with pytest.raises(Boom), transaction.atomic():
            with transaction.atomic():
                put(1)
            raise Boom
        assert probe.ids() == []

    def test_without_a_savepoint_takes_the_whole_with_it(self, probe):
        with transaction.atomic():
            put(1)
            with pytest.raises(Boom), transaction.atomic(savepoint=False):
                raise Boom
            with pytest.raises(TransactionManagementError):
                put(2)
        assert probe.ids() == []

    def test_that_is_durable_is_the_outermost(self, probe):
        with transaction.atomic(), pytest.raises(RuntimeError), transaction.atomic(durable=True):
            put(1)
        with transaction.atomic(durable=True):
            put(2)
        assert probe.ids() == [2]

    @WAYS
    def test_that_was_set_to_roll_back_does(self, put, probe):
        with transaction.atomic():
            put(1)
            transaction.set_rollback(True)
        assert probe.ids() == []

    @WAYS
    def test_goes_on_after_a_row_that_was_refused_inside_a_savepoint(self, put, probe):
        with transaction.atomic():
            put(1)
            with pytest.raises(IntegrityError), transaction.atomic():
                put(1)
            with pytest.raises(IntegrityError), transaction.atomic():
                sql.execute("INSERT INTO mysql_probe (id, number) VALUES (2, 13)")
            put(3)
        assert probe.ids() == [1, 3]

    def test_never_starts_inside_another_by_itself(self, probe):
        said = []
        query = connection.connection.query

        class Spy:
            def __init__(self, driver):
                self.driver = driver

            def __getattr__(self, name):
                return getattr(self.driver, name)

            def query(self, statement):
                said.append(bytes(statement) if not isinstance(statement, str) else statement)
                return query(statement)

        connection.connection = Spy(connection.connection)
        try:
            with transaction.atomic(), transaction.atomic():
                put(1)
                with transaction.atomic():
                    put(2)
        finally:
            connection.connection = connection.connection.driver
        assert [one for one in said if "START" in str(one)] == ["START TRANSACTION"]
        assert probe.ids() == [1, 2]

    def test_works_where_autocommit_was_switched_off_by_hand(self, probe):
        transaction.set_autocommit(False)
        try:
            put(1)
            with transaction.atomic():
                put(2)
            assert probe.ids() == []
            transaction.rollback()
            put(3)
            transaction.commit()
        finally:
            transaction.set_autocommit(True)
        assert probe.ids() == [3]


class TestHooks:
    def test_run_after_the_commit_and_in_order(self, probe):
        seen = []
        with transaction.atomic():
            put(1)
            transaction.on_commit(lambda: seen.append(probe.ids()))
            with pytest.raises(Boom), transaction.atomic():
                transaction.on_commit(lambda: seen.append("undone"))
                raise Boom
        assert seen == [[1]]

    def test_do_not_run_after_a_rollback(self, probe):
        seen = []
        with pytest.raises(Boom), transaction.atomic():
            transaction.on_commit(lambda: seen.append(1))
            raise Boom
        with transaction.atomic():
            put(1)
        assert seen == []

    def test_do_not_run_when_the_commit_was_lost(self, probe):
        seen = []
        with pytest.raises(DatabaseError), transaction.atomic():
            put(1)
            transaction.on_commit(lambda: seen.append(1))
            kill(probe)
        with transaction.atomic():
            put(2)
        assert seen == []
        assert probe.ids() == [2]


def kill(probe):
    (number,) = sql.row("SELECT CONNECTION_ID()")
    probe.ask(f"KILL CONNECTION {number}")


class TestALostConnection:
    @WAYS
    def test_undoes_the_block_and_the_next_one_has_a_new_one(self, put, probe):
        with pytest.raises(DatabaseError), transaction.atomic():
            put(1)
            kill(probe)
            put(2)
        assert connection.get_autocommit()
        with transaction.atomic():
            put(3)
        assert probe.ids() == [3]

    @WAYS
    def test_that_somebody_catches_lets_nothing_more_be_said_in_the_block(self, put, probe):
        with pytest.raises(DatabaseError), transaction.atomic():
            put(1)
            kill(probe)
            for number in (2, 3):
                with pytest.raises(DatabaseError):
                    put(number)
        assert probe.ids() == []
        put(4)
        assert probe.ids() == [4]

    @WAYS
    def test_inside_a_savepoint_is_the_end_of_the_whole(self, put, probe):
        with pytest.raises(DatabaseError), transaction.atomic():
            put(1)
            with pytest.raises(DatabaseError), transaction.atomic():
                kill(probe)
                put(2)
            put(3)
        assert probe.ids() == []

    def test_at_the_commit_is_told(self, probe):
        with pytest.raises(DatabaseError), transaction.atomic():
            put(1)
            kill(probe)
        assert probe.ids() == []

    def test_before_the_block_is_told_before_anything_is_said(self, probe):
        put(1)
        kill(probe)
        said = []
        with pytest.raises(DatabaseError), transaction.atomic():
            said.append(1)
        assert said == []
        connection.close()
        put(2)
        assert probe.ids() == [1, 2]

    def test_is_noticed_before_a_read_that_begins_a_request(self, probe):
        from django.core.signals import request_started

        put(1)
        kill(probe)
        connection._used_at = 0.0
        request_started.send(sender=None, environ={})
        assert sql.row("SELECT COUNT(*) FROM mysql_probe") == (1,)

    def test_between_the_start_and_its_knowing_leaves_no_open_transaction(self, probe):
        """A signal that comes while START TRANSACTION is said."""
        driver = connection.connection

        class Interrupted:
            def __getattr__(self, name):
                return getattr(driver, name)

            def query(self, statement):
                driver.query(statement)
                raise KeyboardInterrupt

        connection.connection = Interrupted()
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            pass
        put(1)
        assert probe.ids() == [1]


@pytest.fixture
def deadlock(probe):
    """Return a function that makes the open transaction the victim of a deadlock."""
    sql.execute(
        "INSERT INTO mysql_probe (id, number) VALUES (101, 0), (102, 0), (103, 0), (104, 0)"
    )
    others = []

    def meet(how=sql.execute):
        other = connect()
        others.append(other)
        other.autocommit(False)
        cursor = other.cursor()
        # The other one has changed more rows, so it is this one that is given up, whichever waits
        # first.
        cursor.execute("UPDATE mysql_probe SET number = 1 WHERE id IN (102, 103, 104)")
        how("UPDATE mysql_probe SET number = 2 WHERE id = 101")
        waiting = threading.Thread(
            target=lambda: cursor.execute("UPDATE mysql_probe SET number = 1 WHERE id = 101")
        )
        waiting.start()
        try:
            how("UPDATE mysql_probe SET number = 2 WHERE id = 102")
        finally:
            waiting.join()
            other.rollback()

    yield meet
    for other in others:
        other.close()


def by_cursor(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


HOWS = pytest.mark.parametrize("how", [sql.execute, by_cursor], ids=["direct", "cursor"])


class TestATransactionThatTheServerEnded:
    """The server's autocommit is on: what is said after a deadlock would be there at once."""

    @HOWS
    def test_undoes_the_block(self, how, deadlock, probe):
        with pytest.raises(OperationalError), transaction.atomic():
            put(1)
            deadlock(how)
        assert probe.ids() == [101, 102, 103, 104]

    @HOWS
    @pytest.mark.parametrize("put", [put, put_by_cursor], ids=["direct", "cursor"])
    def test_lets_nothing_more_be_said_in_it_whoever_catches(self, how, put, deadlock, probe):
        with transaction.atomic():
            put(1)
            with pytest.raises(OperationalError):
                deadlock(how)
            with pytest.raises(TransactionManagementError):
                put(2)
        assert probe.ids() == [101, 102, 103, 104]
        put(3)
        assert 3 in probe.ids()

    @HOWS
    def test_is_over_also_when_it_happened_inside_a_savepoint(self, how, deadlock, probe):
        with transaction.atomic():
            put(1)
            with pytest.raises(OperationalError), transaction.atomic():
                deadlock(how)
            with pytest.raises(TransactionManagementError):
                put(2)
        assert probe.ids() == [101, 102, 103, 104]

    @HOWS
    def test_runs_no_hooks(self, how, deadlock, probe):
        seen = []
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append(1))
            with pytest.raises(OperationalError):
                deadlock(how)
        assert seen == []

    @HOWS
    def test_may_have_waited_too_long_for_a_lock(self, how, probe):
        put(101)
        other = connect()
        other.autocommit(False)
        other.cursor().execute("UPDATE mysql_probe SET number = 1 WHERE id = 101")
        sql.execute("SET innodb_lock_wait_timeout = 1")
        try:
            with transaction.atomic():
                put(1)
                with pytest.raises(OperationalError) as failure:
                    how("UPDATE mysql_probe SET number = 2 WHERE id = 101")
                assert failure.value.args[0] == 1205
                with pytest.raises(TransactionManagementError):
                    put(2)
        finally:
            other.rollback()
            other.close()
        assert probe.ids() == [101]


class TestAConnection:
    def test_never_opens_a_transaction_with_a_commit(self, probe):
        # Whatever the server's own default is.
        assert sql.row("SELECT @@session.completion_type") == ("NO_CHAIN",)
        with transaction.atomic():
            put(1)
        assert not in_transaction()


class TestErrors:
    @WAYS
    def test_are_of_the_same_kind_either_way(self, put, probe):
        put(1)
        with pytest.raises(IntegrityError) as refused:
            put(1)
        assert refused.value.args[0] == 1062
        assert isinstance(refused.value.__cause__, MySQLdb.IntegrityError)

    @HOWS
    def test_of_a_check_are_integrity_errors(self, how, probe):
        with pytest.raises(IntegrityError):
            how("INSERT INTO mysql_probe (id, number) VALUES (1, 13)")

    def test_are_not_left_to_another_thread(self, probe):
        found = []

        def steal(wrapper):
            try:
                wrapper.run("SELECT 1")
            except DatabaseError as failure:
                found.append(failure)

        from django.db import connections

        thread = threading.Thread(target=steal, args=[connections["default"]])
        thread.start()
        thread.join()
        assert len(found) == 1
