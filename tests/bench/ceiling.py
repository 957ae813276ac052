"""The ceiling: the same transfer as hand-written SQL, as fast as one client per connection can.

Every row and every lock of the design, one commit each, no framework: the day is share-locked, both
accounts are locked in id order with the payer's right, the key is looked up, then transfer,
accounts, entries, event and request are written. Nine round trips, the least with one statement
each: autocommit is off, so a transaction needs no BEGIN.
"""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime
from typing import Any, Final

import MySQLdb

from kernel.ids import new_id
from kernel.ledger.sides import new_transfer_id
from tests.bench.drivers import Window
from tests.bench.world import CURRENCY, Holding, connect

ROUND_TRIPS: Final = 9
DAY = (
    "SELECT business_date, opened_at FROM ledger_day WHERE status = 'open' "
    "ORDER BY business_date DESC LIMIT 1 LOCK IN SHARE MODE"
)
LOCK = (
    "SELECT a.id, a.number, a.title, a.currency, a.kind, a.status, a.balance_minor, a.held_minor, "
    "a.floor_minor, a.sequence, a.last_posted_at, (SELECT h.access FROM ledger_holder h "
    "WHERE h.person_id = %s AND h.account_id = a.id LOCK IN SHARE MODE) FROM ledger_account a "
    "WHERE a.id IN (%s, %s) AND a.kind = 'customer' ORDER BY a.id FOR UPDATE"
)
KEY = (
    "SELECT request_hash, answer FROM ledger_request "
    "WHERE actor_id = %s AND operation = 'transfer' AND key_hash = %s"
)
TRANSFER = (
    "INSERT INTO ledger_transfer (id, kind, debit_account_id, credit_account_id, debit_sequence, "
    "credit_sequence, amount_minor, currency, business_date, value_date, posted_at, actor_id, "
    "note_hash, reverses_id) VALUES (%s, 'transfer', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
    "NULL, NULL)"
)
MOVE = (
    "UPDATE ledger_account SET balance_minor = balance_minor + CASE id WHEN %s THEN %s "
    "WHEN %s THEN %s END, sequence = sequence + 1, last_posted_at = %s "
    "WHERE (id = %s AND sequence = %s) OR (id = %s AND sequence = %s)"
)
ENTRIES = (
    "INSERT INTO ledger_entry (account_id, sequence, transfer_id, type, amount_minor, "
    "balance_minor, business_date, value_date, posted_at) VALUES "
    "(%s, %s, %s, 'transfer_out', %s, %s, %s, %s, %s), "
    "(%s, %s, %s, 'transfer_in', %s, %s, %s, %s, %s)"
)
EVENT = "INSERT INTO outbox_event (id, name, payload, created_at) VALUES (%s, %s, %s, %s)"
REQUEST = (
    "INSERT INTO ledger_request (actor_id, operation, key_hash, request_hash, answer, created_at) "
    "VALUES (%s, 'transfer', %s, %s, %s, %s)"
)
# As long as the answer of the API.
ANSWER: Final = "x" * 620


def drive(url: str, held: list[Holding], window: Window) -> None:
    """Post random transfers over one connection until the window closes (a process of its own)."""
    connection = connect(url)
    cursor = connection.cursor()
    chance = random.Random(os.getpid())
    window.wait()
    while window.is_open():
        payer, payee = chance.sample(held, 2)
        started = time.perf_counter()
        while not _try(connection, cursor, payer=payer, payee=payee):
            window.retried += 1
        window.count(started)
    window.report()
    connection.close()


def _try(connection: Any, cursor: Any, *, payer: Holding, payee: Holding) -> bool:
    try:
        _transfer(connection, cursor, payer=payer, payee=payee)
    except MySQLdb.OperationalError as met:
        # Somebody else moved one of the accounts meanwhile.
        if met.args[0] not in {1020, 1205, 1213}:
            raise
        connection.rollback()
        return False
    return True


def _transfer(connection: Any, cursor: Any, *, payer: Holding, payee: Holding) -> None:
    amount, actor = 100, payer.person_id.bytes
    debit, credit = payer.account_id.bytes, payee.account_id.bytes
    key = os.urandom(32)
    cursor.execute(DAY)
    day, opened_at = cursor.fetchone()
    cursor.execute(LOCK, (actor, *sorted((debit, credit))))
    rows = {row[0]: row for row in cursor.fetchall()}
    cursor.execute(KEY, (actor, key))
    assert cursor.fetchone() is None
    sender, receiver = rows[debit], rows[credit]
    assert sender[11] == "owner"
    assert sender[5] == receiver[5] == "open"
    assert sender[6] - sender[8] - sender[7] >= amount
    now = datetime.now(UTC).replace(tzinfo=None)
    at = max(now, opened_at, sender[10], receiver[10])
    transfer = new_transfer_id()
    out, into = sender[9] + 1, receiver[9] + 1
    cursor.execute(
        TRANSFER,
        (transfer.bytes, debit, credit, out, into, amount, CURRENCY, day, day, at, actor),
    )
    changed = cursor.execute(
        MOVE, (debit, -amount, credit, amount, at, debit, out - 1, credit, into - 1)
    )
    assert changed == 2
    cursor.execute(
        ENTRIES,
        (
            *(debit, out, transfer.bytes, -amount, sender[6] - amount, day, day, at),
            *(credit, into, transfer.bytes, amount, receiver[6] + amount, day, day, at),
        ),
    )
    payload = f'{{"transfer_id": "{transfer}"}}'
    cursor.execute(EVENT, (new_id().bytes, "transfer.posted", payload, at))
    cursor.execute(REQUEST, (actor, key, key, ANSWER, now))
    connection.commit()
