"""A random life of a bank: after each step, the total is zero, nobody is below their floor, and a
repeated request changes nothing."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kernel.errors import BankError
from kernel.ledger import commands, queries
from kernel.ledger.internal import PURPOSES, internal_id
from kernel.ledger.models import Account
from kernel.ledger.records import MoneyRequest
from kernel.ledger.tests.movements import deposit, transfer, withdraw

AMOUNTS = st.sampled_from(["0.01", "1.00", "9.99", "50.00", "100.00", "1234.56"])
PLACES = st.integers(min_value=0, max_value=3)
LIFE = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class LedgerMachine(RuleBasedStateMachine):
    """Four accounts, two with an overdraft; a plain dictionary says what should be there."""

    @initialize()
    def open_accounts(self):
        # Each example runs in a savepoint of its own, which is undone at its end.
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = datetime.now(UTC)
        commands.roll_business_day(now=self.now)
        self.person = uuid.uuid4()
        self.accounts = [
            commands.open_account(
                number=f"M{uuid.uuid4().hex[:20]}",
                title="Machine",
                currency="EUR",
                holders={self.person: "owner"},
                floor_minor=floor,
                now=self.now,
            )
            for floor in (0, 0, -10_000, -1)
        ]
        self.expected = {account.id: 0 for account in self.accounts}
        self.frozen = set()
        self.done = []

    def _ask(self, command, *, operation, moves, **values):
        request = MoneyRequest.make(
            actor_id=self.person, operation=operation, key=uuid.uuid4().hex, body={}
        )
        try:
            answer = command(request=request, **values)
        except BankError:
            assert not self._is_allowed(moves), "a movement that the model allows was refused"
            return
        assert self._is_allowed(moves), "a movement that the model forbids was posted"
        for account_id, amount in moves:
            self.expected[account_id] += amount
        self.done.append((command, request, values, answer.body))

    def _is_allowed(self, moves):
        floors = {account.id: account.floor_minor for account in self.accounts}
        ids = [account_id for account_id, _ in moves]
        if len(set(ids)) != len(ids) or self.frozen.intersection(ids):
            return False
        return all(
            amount > 0 or self.expected[account_id] + amount >= floors[account_id]
            for account_id, amount in moves
        )

    @rule(place=PLACES, amount=AMOUNTS)
    def pay_in(self, place, amount):
        account = self.accounts[place].id
        moves = [(account, _minor(amount))]
        self._ask(deposit, operation="deposit", moves=moves, account_id=account, amount=amount)

    @rule(place=PLACES, amount=AMOUNTS)
    def pay_out(self, place, amount):
        account = self.accounts[place].id
        moves = [(account, -_minor(amount))]
        self._ask(withdraw, operation="withdrawal", moves=moves, account_id=account, amount=amount)

    @rule(payer=PLACES, payee=PLACES, amount=AMOUNTS)
    def move(self, payer, payee, amount):
        payer, payee = self.accounts[payer].id, self.accounts[payee].id
        moves = [(payer, -_minor(amount)), (payee, _minor(amount))]
        self._ask(
            transfer,
            operation="transfer",
            moves=moves,
            payer_id=payer,
            payee_id=payee,
            amount=amount,
        )

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat(self, data):
        command, request, values, body = data.draw(st.sampled_from(self.done))
        answer = command(request=request, **values)
        assert answer.replayed
        assert answer.body == body

    @rule(place=PLACES)
    def freeze_or_open(self, place):
        account = self.accounts[place].id
        status = "open" if account in self.frozen else "frozen"
        commands.change_status(account_id=account, status=status)
        self.frozen.symmetric_difference_update({account})

    @rule()
    def close_the_day(self):
        self.now += timedelta(days=1)
        commands.roll_business_day(now=self.now)

    @invariant()
    def balances_are_what_the_model_says(self):
        if not hasattr(self, "accounts"):
            return
        found = Account.objects.in_bulk([account.id for account in self.accounts])
        assert {key: row.balance_minor for key, row in found.items()} == self.expected
        for account in found.values():
            assert account.balance_minor - account.held_minor >= account.floor_minor

    @invariant()
    def the_total_is_zero(self):
        if not hasattr(self, "accounts"):
            return
        internal = sum(
            queries.internal_balance_minor(account_id=internal_id(purpose=name, currency="EUR"))
            for name in PURPOSES
        )
        assert internal + sum(self.expected.values()) == 0

    def teardown(self):
        if not hasattr(self, "accounts"):
            return
        assert not any(commands.check_ledger(now=self.now).values())
        days = queries.get_balance_on(account_id=self.accounts[0].id, day=self.now.date())
        assert days.balance_minor == self.expected[self.accounts[0].id]
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)


def _minor(amount):
    return int(amount.replace(".", ""))


class TestLedger:
    def test_keeps_every_promise_through_a_random_life(self, db):
        run_state_machine_as_test(LedgerMachine, settings=LIFE)
