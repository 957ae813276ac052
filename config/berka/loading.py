"""Post every transaction: each one its own durable movement, through the commands of the API.

It may be killed at any row and run again. How far an account came is its sequence in the ledger, so
what is posted is skipped at once; and should a row be tried twice all the same, its key is known.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.utils import timezone

from config.berka import identity
from config.berka.archive import CURRENCY, History, Row
from config.berka.wording import note_of, origin_of
from kernel.errors import BankError
from kernel.ledger import queries
from kernel.ledger.records import MoneyRequest
from kernel.money import format_amount
from services.transactions.commands import deposit_money, withdraw_money

Report = Callable[[int], None]


class RowRefused(Exception):
    """The bank refused a row of its own history."""


@dataclass(kw_only=True, slots=True)
class Counts:
    """How many rows were posted now, and how many had been before."""

    posted: int = 0
    known: int = 0


@dataclass(kw_only=True, slots=True)
class _Run:
    """What the threads share: where to report, and whether to stop."""

    on_row: Report
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counts = field(default_factory=Counts)

    def count(self, *, posted: int = 0, known: int = 0) -> None:
        with self.lock:
            self.counts.posted += posted
            self.counts.known += known
            self.on_row(posted + known)


def post_histories(
    *, histories: Sequence[History], threads: int, on_row: Report = lambda _count: None
) -> Counts:
    """Post what is not posted yet, every account's rows in their order.

    Accounts are dealt out to `threads` connections; `on_row` is called with the rows dealt with.

    Raises:
        RowRefused: the bank refused a row; what came before it stays posted.

    """
    run = _Run(on_row=on_row)
    if threads == 1:
        _post_all(histories, run=run)
        return run.counts
    with ThreadPoolExecutor(threads) as pool:
        hands = [histories[first::threads] for first in range(threads)]
        try:
            for done in [pool.submit(_post_in_thread, hand, run=run) for hand in hands]:
                done.result()
        finally:
            # Also on Ctrl-C: each thread ends with the row that it is at.
            run.stop.set()
    return run.counts


def _post_in_thread(histories: Sequence[History], *, run: _Run) -> None:
    try:
        _post_all(histories, run=run)
    except BaseException:
        run.stop.set()
        raise
    finally:
        connection.close()


def _post_all(histories: Sequence[History], *, run: _Run) -> None:
    for history in histories:
        account_id = identity.account_id(history.account_id)
        person_id = identity.customer_id(history.owner.client_id)
        held = queries.get_held_account(account_id=account_id, person_id=person_id)
        movements = history.movements
        run.count(known=min(held.sequence, len(movements)))
        for row in movements[held.sequence :]:
            if run.stop.is_set():
                return
            _post(row, history=history, account_id=account_id, person_id=person_id)
            run.count(posted=1)


def _post(row: Row, *, history: History, account_id: UUID, person_id: UUID) -> None:
    is_deposit = row.delta_minor > 0
    amount = format_amount(abs(row.delta_minor), currency=CURRENCY)
    note = note_of(row)
    request = MoneyRequest.make(
        actor_id=person_id,
        operation="deposit" if is_deposit else "withdrawal",
        key=identity.row_key(account=history.account_id, trans_id=row.trans_id),
        body=[str(account_id), amount, note, row.value_date.isoformat()],
    )
    move = deposit_money if is_deposit else withdraw_money
    try:
        move(
            request=request,
            now=timezone.now(),
            account=account_id,
            amount=amount,
            currency=CURRENCY,
            note=note,
            value_date=row.value_date,
            origin=origin_of(row),
        )
    except BankError as refusal:
        raise RowRefused(
            f"account {history.account_id}, row {row.seq} (trans_id {row.trans_id}) of "
            f"{row.value_date}: {refusal.code}: {refusal.detail}"
        ) from refusal
