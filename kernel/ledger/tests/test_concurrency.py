"""Many connections at once. Real commits, so each test cleans up after itself."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kernel.errors import BankError
from kernel.ledger.errors import InsufficientFunds
from kernel.ledger.models import Entry
from kernel.ledger.tests.movements import transfer, withdraw

pytestmark = pytest.mark.threads


def _at_once(calls):
    """Run the calls in threads that start together; return each result or refusal."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except BankError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class TestAtOnce:
    def test_of_50_withdrawals_of_the_whole_balance_one_wins(self, shared_bank):
        person = shared_bank.person()
        account = shared_bank.open(person=person, funds=10_000)
        outcomes = _at_once(
            [
                lambda: withdraw(
                    request=shared_bank.request(person=person, operation="withdrawal"),
                    account_id=account.id,
                    amount="100.00",
                )
            ]
            * 50
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, BankError)]
        assert len(refused) == 49
        assert {type(outcome) for outcome in refused} == {InsufficientFunds}
        assert shared_bank.balance(account) == 0
        assert shared_bank.is_sound()

    def test_eight_posts_of_one_key_are_one_movement_with_equal_answers(self, shared_bank):
        person = shared_bank.person()
        payer = shared_bank.open(person=person, funds=10_000)
        payee = shared_bank.open(person=shared_bank.person())
        # The whole balance: those that come second would be refused if they were not recognised.
        request = shared_bank.request(person=person)
        outcomes = _at_once(
            [
                lambda: transfer(
                    request=request, payer_id=payer.id, payee_id=payee.id, amount="100.00"
                )
            ]
            * 8
        )
        assert len({outcome.body for outcome in outcomes}) == 1
        assert sum(not outcome.replayed for outcome in outcomes) == 1
        assert Entry.objects.filter(account_id=payee.id).count() == 1

    def test_opposite_transfers_meet_no_deadlock_that_a_client_sees(self, shared_bank):
        people = [shared_bank.person() for _ in range(4)]
        accounts = [shared_bank.open(person=person, funds=100_000) for person in people]
        chance = random.Random(7)
        pairs = [chance.sample(range(4), 2) for _ in range(160)]

        def share(number):
            return [
                transfer(
                    request=shared_bank.request(person=people[source]),
                    payer_id=accounts[source].id,
                    payee_id=accounts[target].id,
                    amount="1.00",
                )
                for source, target in pairs[number::8]
            ]

        outcomes = _at_once([lambda n=n: share(n) for n in range(8)])
        failed = [outcome for outcome in outcomes if isinstance(outcome, BankError)]
        assert failed == []
        assert sum(shared_bank.balance(account) for account in accounts) == 400_000
        assert shared_bank.is_sound()
