"""A random life of a bank with every way that money moves or is reserved: after each step the total
is zero, nobody is below their floor, and a repeated request changes nothing."""

from __future__ import annotations

import json
import os
import uuid
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
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
from kernel.ledger.tests.movements import (
    batch,
    capture,
    deposit,
    hold,
    reverse,
    transfer,
    void,
    withdraw,
)

AMOUNTS = st.sampled_from(["0.01", "1.00", "9.99", "50.00", "100.00", "1234.56"])
PLACES = st.integers(min_value=0, max_value=3)
# LEDGER_LIVES and LEDGER_STEPS make it a soak.
LIFE = settings(
    max_examples=int(os.environ.get("LEDGER_LIVES", "30")),
    stateful_step_count=int(os.environ.get("LEDGER_STEPS", "30")),
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
        # What each hold still reserves, and what each transfer that is not reversed yet moved.
        self.holds = {}
        self.undoable = {}

    def _ask(self, command, *, operation, moves, allowed=None, released=0, **values):
        """Ask, and hold what happened against the model; return the content of the answer."""
        allowed = self._is_allowed(moves, released=released) if allowed is None else allowed
        request = MoneyRequest.make(
            actor_id=self.person, operation=operation, key=uuid.uuid4().hex, body={}
        )
        try:
            answer = command(request=request, **values)
        except BankError:
            assert not allowed, "a movement that the model allows was refused"
            return None
        assert allowed, "a movement that the model forbids was posted"
        for account_id, amount in moves:
            self.expected[account_id] += amount
        self.done.append((command, request, values, answer.body))
        content = json.loads(answer.body)
        if moves and "id" in content:
            self.undoable[uuid.UUID(content["id"])] = moves
        return content

    def _held(self, account_id):
        return sum(left for owner, _, left in self.holds.values() if owner == account_id)

    def _available(self, account_id):
        floors = {account.id: account.floor_minor for account in self.accounts}
        return self.expected[account_id] - floors[account_id] - self._held(account_id)

    def _is_allowed(self, moves, *, released=0):
        ids = [account_id for account_id, _ in moves]
        if len(set(ids)) != len(ids) or self.frozen.intersection(ids):
            return False
        return all(
            amount > 0 or self._available(account_id) + released + amount >= 0
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

    @rule(place=PLACES, payee=st.none() | PLACES, amount=AMOUNTS)
    def reserve(self, place, payee, amount):
        account = self.accounts[place].id
        payee = None if payee is None else self.accounts[payee].id
        minor = _minor(amount)
        content = self._ask(
            hold,
            operation="hold",
            moves=[],
            allowed=account not in self.frozen
            and payee != account
            and self._available(account) >= minor,
            account_id=account,
            payee_id=payee,
            amount=amount,
        )
        if content:
            self.holds[uuid.UUID(content["id"])] = (account, payee, minor)

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), part=st.sampled_from([1, 2, 3, None]), is_final=st.booleans())
    def take(self, data, part, is_final):
        hold_id = data.draw(st.sampled_from(sorted(self.holds)))
        account, payee, left = self.holds[hold_id]
        taken = left if part is None else max(left * part // 2, 1)
        moves = [(account, -taken)] + ([] if payee is None else [(payee, taken)])
        content = self._ask(
            capture,
            operation="capture",
            moves=moves,
            allowed=taken <= left and not self.frozen.intersection(one for one, _ in moves),
            hold_id=hold_id,
            amount_minor=None if part is None else taken,
            is_final=is_final,
        )
        if content:
            self.holds[hold_id] = (account, payee, left - taken)
            if is_final or taken == left:
                del self.holds[hold_id]

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def let_go(self, data):
        hold_id = data.draw(st.sampled_from(sorted(self.holds)))
        self._ask(void, operation="void", moves=[], allowed=True, hold_id=hold_id)
        del self.holds[hold_id]

    @rule()
    def let_holds_expire(self):
        released = commands.expire_holds(now=datetime.now(UTC) + timedelta(days=8))
        assert released == len(self.holds)
        self.holds = {}

    @precondition(lambda self: self.undoable)
    @rule(data=st.data(), as_original=st.booleans())
    def undo_one(self, data, as_original):
        transfer_id = data.draw(st.sampled_from(sorted(self.undoable)))
        moves = [(account_id, -amount) for account_id, amount in self.undoable[transfer_id]]
        content = self._ask(
            reverse,
            operation="reversal",
            moves=moves,
            transfer_id=transfer_id,
            as_original=as_original,
        )
        if content:
            del self.undoable[transfer_id]
            # Neither the original nor the reversal can be reversed again.
            for gone in (transfer_id, uuid.UUID(content["ids"][0])):
                self._ask(reverse, operation="reversal", moves=[], allowed=False, transfer_id=gone)

    @rule(items=st.lists(st.tuples(PLACES, PLACES, AMOUNTS), max_size=6))
    def move_many(self, items):
        asked, wanted = [], []
        for source, target, amount in items:
            payer, payee = self.accounts[source].id, self.accounts[target].id
            minor = _minor(amount)
            moves = [(payer, -minor), (payee, minor)]
            asked.append((payer, payee, minor))
            wanted.append(self._is_allowed(moves))
            if wanted[-1]:
                self.expected[payer] -= minor
                self.expected[payee] += minor
        content = self._ask(batch, operation="batch", moves=[], allowed=True, items=asked)
        for (payer, payee, minor), posted, result in zip(
            asked, wanted, content["results"], strict=True
        ):
            assert posted == (result.count("-") == 4)
            if posted:
                self.undoable[uuid.UUID(result)] = [(payer, -minor), (payee, minor)]

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
            assert account.held_minor == self._held(account.id)
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
        commands.roll_business_day(now=self.now + timedelta(days=1))
        broken = {
            name: count for name, count in commands.check_ledger(now=self.now).items() if count
        }
        assert broken == {}
        assert commands.verify_ledger(now=self.now).finding is None
        days = queries.get_balance_on(account_id=self.accounts[0].id, day=self.now.date())
        assert days.balance_minor == self.expected[self.accounts[0].id]
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)


def _minor(amount):
    return int(amount.replace(".", ""))


@pytest.mark.no_cover
class TestLedger:
    def test_keeps_every_promise_through_a_random_life(self, db):
        run_state_machine_as_test(LedgerMachine, settings=LIFE)
