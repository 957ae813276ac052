"""Set-based posting is the same as one after the other, only faster."""

from __future__ import annotations

import json
import uuid

import hypothesis.strategies as st
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from kernel.errors import BankError
from kernel.ledger.models import Account, Entry, Transfer
from kernel.ledger.tests import movements
from kernel.ledger.tests.test_concurrency import _at_once
from kernel.money import format_amount
from kernel.outbox.models import Event

PLACES = st.integers(0, 3)
ITEMS = st.lists(st.tuples(PLACES, PLACES, st.integers(1, 700)), max_size=12)


def _accounts(bank):
    person = bank.person()
    return person, [
        bank.open(person=person, funds=funds, floor_minor=floor)
        for funds, floor in ((1_000, 0), (0, 0), (0, -500), (300, 0))
    ]


def _rows(accounts):
    """What the books say, with accounts by their place and without ids and instants."""
    places = {account.id: place for place, account in enumerate(accounts)}
    entries = Entry.objects.filter(account_id__in=places).order_by("account_id", "sequence")
    return [
        (places[one.account_id], one.sequence, one.type, one.amount_minor, one.balance_minor)
        for one in entries
    ]


class TestPostTransfers:
    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(items=ITEMS)
    def test_leaves_the_same_books_as_one_by_one(self, bank, items):
        with transaction.atomic():
            person, accounts = _accounts(bank)
            wanted = []
            for payer, payee, amount in items:
                try:
                    bank.transfer(
                        person=person,
                        payer=accounts[payer],
                        payee=accounts[payee],
                        amount=format_amount(amount, currency="EUR"),
                    )
                    wanted.append("posted")
                except BankError as refusal:
                    wanted.append(refusal.code)
            person, twins = _accounts(bank)
            answer = movements.batch(
                request=bank.request(person=person, operation="batch"),
                items=[
                    (twins[payer].id, twins[payee].id, amount) for payer, payee, amount in items
                ],
            )
            results = json.loads(answer.body)["results"]
            assert ["posted" if "-" in one else one for one in results] == wanted
            assert _rows(twins) == _rows(accounts)
            assert bank.is_sound()
            transaction.set_rollback(True)

    def test_tells_each_account_once(self, bank):
        person, accounts = _accounts(bank)
        Event.objects.all().delete()
        movements.batch(
            request=bank.request(person=person, operation="batch"),
            items=[(accounts[0].id, accounts[place].id, 10) for place in (1, 2, 1)],
        )
        told = {one.payload["account_id"]: one.payload for one in Event.objects.all()}
        assert set(told) == {str(account.id) for account in accounts[:3]}
        assert Event.objects.count() == 3
        payer = told[str(accounts[0].id)]
        assert (payer["went_out"], payer["out_minor"], payer["came_in"]) == (3, 30, 0)
        assert (told[str(accounts[1].id)]["came_in"], told[str(accounts[1].id)]["in_minor"]) == (
            2,
            20,
        )

    def test_needs_a_few_statements_for_hundreds(self, bank):
        person, accounts = _accounts(bank)
        with CaptureQueriesContext(connection) as captured:
            movements.batch(
                request=bank.request(person=person, operation="batch"),
                items=[(accounts[0].id, accounts[1].id, 1)] * 500,
            )
        work = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
        assert len(work) == 8, work
        assert Transfer.objects.filter(kind="transfer").count() == 500
        assert bank.is_sound()

    def test_writes_thousands_of_accounts(self, bank):
        person, (payer, *_) = _accounts(bank)
        payees = Account.objects.bulk_create(
            [
                Account(
                    id=uuid.uuid4(),
                    number=f"MANY{number}",
                    title="Somebody",
                    currency="EUR",
                    kind="customer",
                    opened_at=payer.opened_at,
                )
                for number in range(1_000)
            ]
        )
        movements.batch(
            request=bank.request(person=person, operation="batch"),
            items=[(payer.id, payee.id, 1) for payee in payees],
        )
        assert bank.balance(payer) == 0
        assert set(
            Account.objects.filter(number__startswith="MANY").values_list(
                "balance_minor", "sequence"
            )
        ) == {(1, 1)}
        assert bank.is_sound()


@pytest.mark.threads
class TestAtOnce:
    def test_batches_and_transfers_share_accounts_without_a_lost_cent(self, shared_bank):
        person = shared_bank.person()
        accounts = [shared_bank.open(person=person, funds=100_000) for _ in range(4)]
        ids = [account.id for account in accounts]

        def many(number):
            return movements.batch(
                request=shared_bank.request(person=person, operation="batch"),
                items=[(ids[(number + n) % 4], ids[(number + n + 1) % 4], 7) for n in range(50)],
            )

        def one(number):
            return shared_bank.transfer(
                person=person,
                payer=accounts[number % 4],
                payee=accounts[(number + 2) % 4],
                amount="0.03",
            )

        calls = [lambda n=n: (many if n % 2 else one)(n) for n in range(12)]
        failed = [outcome for outcome in _at_once(calls) if isinstance(outcome, Exception)]
        assert failed == []
        assert sum(shared_bank.balance(account) for account in accounts) == 400_000
        assert Transfer.objects.filter(kind="transfer").count() == 6 * 50 + 6
        assert shared_bank.is_sound()
