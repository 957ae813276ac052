"""Movements that meet, and databases that go away at the worst moment."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection

from kernel.ledger import contention, statements
from kernel.ledger.contention import MAX_ATTEMPTS, LostUpdate, what_happened
from kernel.ledger.errors import IdempotencyKeyReused, LedgerBusy, OutcomeUnknown
from kernel.ledger.models import Entry, Request, Transfer
from kernel.ledger.tests.movements import transfer

MET = [1213, 1205, 1020]
LOST = [2006, 2013]


class _Engine:
    """The connection, as contention sees it, of an engine that it may not be."""

    def __init__(self, vendor, **changes):
        self.vendor = vendor
        self.__dict__ |= changes

    def __getattr__(self, name):
        return getattr(connection, name)


@pytest.fixture
def waits(monkeypatch):
    """How long was waited between attempts; nobody really waits."""
    found = []
    monkeypatch.setattr(contention, "time", SimpleNamespace(sleep=found.append))
    return found


@pytest.fixture
def engine(monkeypatch):
    """Let failures be read as another engine's; the database below stays what it is."""

    def pretend(vendor, **changes):
        monkeypatch.setattr(contention, "connection", _Engine(vendor, **changes))

    return pretend


@pytest.fixture
def books(shared_bank, waits):
    """A payer with 100.00, a payee, and one request for 25.00, asked for as often as needed."""
    person = shared_bank.person()
    payer = shared_bank.open(person=person, funds=10_000)
    payee = shared_bank.open(person=shared_bank.person())
    request = shared_bank.request(person=person)

    def move(amount="25.00", request=request):
        return transfer(request=request, payer_id=payer.id, payee_id=payee.id, amount=amount)

    def moved():
        assert shared_bank.is_sound()
        return shared_bank.balance(payee), Transfer.objects.filter(kind="transfer").count()

    return SimpleNamespace(
        bank=shared_bank,
        person=person,
        move=move,
        moved=moved,
        payee=payee,
        request=request,
        waits=waits,
    )


@pytest.fixture
def break_statement(monkeypatch):
    """Let a statement of the posting fail some times before it works; count its calls."""

    def plan(name, failure, *, times):
        works, calls = getattr(statements, name), []

        def statement(*args, **options):
            calls.append(name)
            if len(calls) <= times:
                raise failure
            return works(*args, **options)

        monkeypatch.setattr(statements, name, statement)
        return calls

    return plan


@pytest.fixture
def lose_commit(monkeypatch):
    """Lose the connection at the next COMMIT, before or after the server carried it out."""

    def plan(code, *, written):
        commit, lost = connection._commit, []

        def fail():
            if lost:
                return commit()
            lost.append(code)
            if written:
                commit()
            else:
                connection._rollback()
            raise OperationalError(code, "server has gone away")

        monkeypatch.setattr(connection, "_commit", fail)
        return lost

    return plan


class TestMeeting:
    @pytest.mark.parametrize("code", MET)
    @pytest.mark.parametrize("statement", ["lock_accounts", "update_accounts", "insert_request"])
    def test_is_tried_again_and_moves_the_money_once(
        self, books, engine, break_statement, code, statement
    ):
        engine("mysql")
        calls = break_statement(statement, OperationalError(code, "met"), times=2)
        assert not books.move().replayed
        assert len(calls) == 3
        assert books.moved() == (2_500, 1)
        assert len(books.waits) == 2

    @pytest.mark.parametrize("code", MET)
    def test_is_tried_five_times_at_most_and_then_nothing_happened(
        self, books, engine, break_statement, code
    ):
        engine("mysql")
        calls = break_statement("update_accounts", OperationalError(code, "met"), times=99)
        with pytest.raises(LedgerBusy):
            books.move()
        assert len(calls) == MAX_ATTEMPTS == 5
        assert books.moved() == (0, 0)
        assert not Request.objects.filter(operation="transfer").exists()
        # The longest wait doubles each time; nobody waits before giving up.
        assert [0 <= wait <= 0.01 * 2**n for n, wait in enumerate(books.waits, start=1)] == [
            True
        ] * 4

    def test_works_on_the_fifth_try(self, books, engine, break_statement):
        engine("mysql")
        break_statement("update_accounts", OperationalError(1213, "met"), times=4)
        assert not books.move().replayed
        assert books.moved() == (2_500, 1)

    def test_on_sqlite_is_a_busy_file(self, books, engine, break_statement):
        engine("sqlite")
        break_statement("lock_accounts", OperationalError("database is locked"), times=1)
        assert not books.move().replayed
        assert books.moved() == (2_500, 1)

    def test_an_account_that_changed_under_its_lock_is_tried_again(self, books, monkeypatch):
        works, seen = statements.update_accounts, []

        def stale(changes, **options):
            seen.append(changes)
            if len(seen) == 1:
                changes = [(account, sequence + 7, amount) for account, sequence, amount in changes]
            return works(changes, **options)

        monkeypatch.setattr(statements, "update_accounts", stale)
        assert not books.move().replayed
        assert len(seen) == 2
        assert books.moved() == (2_500, 1)


class TestLostConnection:
    @pytest.mark.parametrize("code", LOST)
    def test_at_commit_with_the_row_written_gives_the_stored_answer(
        self, books, engine, lose_commit, code
    ):
        engine("mysql")
        lost = lose_commit(code, written=True)
        answer = books.move()
        assert lost == [code]
        assert answer.replayed
        assert answer.body == Request.objects.get(operation="transfer").answer
        assert books.moved() == (2_500, 1)
        assert books.move().body == answer.body
        assert books.moved() == (2_500, 1)

    @pytest.mark.parametrize("code", LOST)
    def test_at_commit_with_nothing_written_is_an_unknown_outcome_and_never_posted_again(
        self, books, engine, lose_commit, code
    ):
        engine("mysql")
        lose_commit(code, written=False)
        with pytest.raises(OutcomeUnknown):
            books.move()
        assert books.moved() == (0, 0)
        # The client repeats with the same key, and the money moves once.
        assert not books.move().replayed
        assert books.move().replayed
        assert books.moved() == (2_500, 1)

    def test_while_the_database_stays_away_is_an_unknown_outcome(
        self, books, engine, lose_commit, monkeypatch
    ):
        engine("mysql")
        lose_commit(2013, written=True)
        finds, calls = statements.find_request, []

        def away(**options):
            calls.append(1)
            if len(calls) == 2:
                raise OperationalError(2002, "Can't connect to server")
            return finds(**options)

        monkeypatch.setattr(statements, "find_request", away)
        with pytest.raises(OutcomeUnknown):
            books.move()
        assert books.moved() == (2_500, 1)
        assert books.move().replayed

    def test_in_the_middle_is_an_unknown_outcome_with_nothing_moved(
        self, books, engine, break_statement
    ):
        engine("mysql")
        calls = break_statement("insert_entries", OperationalError(2013, "Lost"), times=99)
        with pytest.raises(OutcomeUnknown):
            books.move()
        assert len(calls) == 1
        assert books.moved() == (0, 0)

    def test_does_not_give_away_the_answer_to_another_request(self, books, engine, break_statement):
        books.move()
        engine("mysql")
        other = books.bank.request(person=books.person, body="other")
        request = type(books.request)(
            actor_id=books.request.actor_id,
            operation=books.request.operation,
            key_hash=books.request.key_hash,
            request_hash=other.request_hash,
        )
        break_statement("lock_accounts", OperationalError(2006, "gone"), times=1)
        with pytest.raises(IdempotencyKeyReused):
            books.move(request=request)
        assert books.moved() == (2_500, 1)


class TestOneKeyTwice:
    def test_the_second_finds_the_first_ones_answer(self, books, monkeypatch):
        first = books.move()
        finds, calls = statements.find_request, []

        def too_early(**options):
            calls.append(1)
            return None if len(calls) == 1 else finds(**options)

        monkeypatch.setattr(statements, "find_request", too_early)
        second = books.move()
        assert len(calls) == 2
        assert (second.replayed, second.body) == (True, first.body)
        assert books.moved() == (2_500, 1)
        assert Entry.objects.filter(account_id=books.payee.id).count() == 1

    def test_is_seen_whatever_bytes_the_key_has(self, engine):
        engine("mysql")
        failure = IntegrityError(1062, """Duplicate entry 'a"b-transfer' for key 'PRIMARY'""")
        assert contention.what_happened(failure) == "same_key"

    def test_another_broken_constraint_is_no_contention(self, books, break_statement):
        calls = break_statement("insert_event", IntegrityError(1452, "a foreign key"), times=99)
        with pytest.raises(IntegrityError):
            books.move()
        assert (len(calls), books.waits) == (1, [])
        assert books.moved() == (0, 0)

    @pytest.mark.parametrize("vendor", ["mysql", "postgresql", "sqlite"])
    def test_another_failure_of_the_database_is_no_contention(
        self, books, engine, break_statement, vendor
    ):
        engine(vendor)
        break_statement("insert_event", OperationalError(1054, "Unknown column"), times=99)
        with pytest.raises(OperationalError):
            books.move()
        assert books.waits == []
        assert books.moved() == (0, 0)


def _caused(failure, state):
    failure.__cause__ = type("DriverError", (Exception,), {"sqlstate": state})()
    return failure


class TestWhatHappened:
    @pytest.mark.parametrize(
        ("vendor", "failure", "event"),
        [
            ("mysql", OperationalError(1213, "x"), "deadlock"),
            ("mysql", OperationalError(1205, "x"), "timeout"),
            ("mysql", OperationalError(1020, "x"), "snapshot"),
            ("mysql", OperationalError(2006, "x"), "lost"),
            ("mysql", OperationalError(2013, "x"), "lost"),
            ("mysql", OperationalError(1053, "Server shutdown in progress"), "lost"),
            ("mysql", OperationalError(1054, "x"), None),
            ("mysql", IntegrityError(1062, "Duplicate entry for key 'PRIMARY'"), "same_key"),
            ("mysql", IntegrityError(1452, "x"), None),
            ("mysql", InterfaceError(0, ""), "lost"),
            ("mysql", LostUpdate(), "lost_update"),
            ("sqlite", OperationalError("database is locked"), "busy"),
            ("sqlite", OperationalError("no such table"), None),
            ("sqlite", IntegrityError("UNIQUE constraint failed: ledger_request.x"), "same_key"),
            ("sqlite", IntegrityError("UNIQUE constraint failed: ledger_entry.x"), None),
            ("postgresql", _caused(OperationalError("x"), "40P01"), "deadlock"),
            ("postgresql", _caused(OperationalError("x"), "40001"), "snapshot"),
            ("postgresql", _caused(OperationalError("x"), "55P03"), "timeout"),
            ("postgresql", _caused(OperationalError("x"), "57P01"), "lost"),
            ("postgresql", OperationalError("the connection is closed"), "lost"),
            ("postgresql", _caused(OperationalError("x"), "42P01"), None),
            ("postgresql", IntegrityError("violates ledger_request_pkey"), "same_key"),
        ],
    )
    def test_is_read_from_the_engines_own_code(self, engine, vendor, failure, event):
        engine(vendor, connection=object())
        assert what_happened(failure) == event

    def test_a_connection_that_is_gone_is_lost_whatever_was_said(self, engine):
        engine("mysql", connection=None)
        assert what_happened(OperationalError(1054, "x")) == "lost"
