from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kernel.ledger import commands, queries
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import (
    AccountFrozen,
    PayeeFundsMissing,
    ReversalNotReversible,
    TransferReversed,
)
from kernel.ledger.models import Entry, Transfer
from kernel.ledger.queries.transfers import TransferNotFound
from kernel.ledger.tests import movements
from kernel.ledger.tests.test_concurrency import _at_once


@pytest.fixture
def person(bank):
    return bank.person()


@pytest.fixture
def payer(bank, person):
    return bank.open(person=person, funds=10_000, title="Payer")


@pytest.fixture
def payee(bank):
    return bank.open(person=bank.person(), title="Payee")


@pytest.fixture
def undo(bank, person):
    def reverse(transfer_id, *, key=None, **values):
        request = bank.request(person=person, operation="reversal", key=key)
        answer = movements.reverse(request=request, transfer_id=transfer_id, **values)
        return [uuid.UUID(one) for one in json.loads(answer.body)["ids"]]

    return reverse


@retry_on_contention
@transaction.atomic
def _pay_with_fees(*, request, payer, payee, fees=(50, 25)):
    now = datetime.now(UTC)
    posting = commands.begin_posting(request=request, account_ids=[payer.id, payee.id], now=now)
    debit = posting.any_account(payer.id, field="from_account")
    main = commands.post_transfer(
        posting,
        kind="transfer",
        debit=debit,
        credit=posting.any_account(payee.id, field="to_account"),
        amount_minor=2_500,
    )
    for fee in fees:
        commands.post_transfer(
            posting,
            kind="fee",
            debit=debit,
            credit=posting.bank_account(purpose="fees", currency="EUR"),
            amount_minor=fee,
            linked_id=main.id,
        )
    return commands.keep_answer(request=request, content={"id": str(main.id)}, now=now)


def _paid(answer):
    return uuid.UUID(json.loads(answer.body)["id"])


@pytest.fixture
def paid(bank, person, payer, payee):
    return _paid(bank.transfer(person=person, payer=payer, payee=payee, amount="25.00"))


class TestReverseTransfer:
    def test_is_the_exact_mirror_and_the_original_stays(self, bank, payer, payee, paid, undo):
        before = Transfer.objects.filter(id=paid).values().get()
        (reversal,) = undo(paid)
        assert (bank.balance(payer), bank.balance(payee)) == (10_000, 0)
        assert Transfer.objects.filter(id=paid).values().get() == before
        row = Transfer.objects.get(id=reversal)
        assert (row.kind, row.reverses_id, row.amount_minor) == ("reversal", paid, 2_500)
        assert (row.debit_account_id, row.credit_account_id) == (payee.id, payer.id)
        kinds = Entry.objects.filter(transfer_id=reversal).values_list("type", flat=True)
        assert set(kinds) == {"reversal"}
        assert bank.is_sound()

    def test_shows_on_the_original_and_on_both_sides(self, person, paid, undo):
        (reversal,) = undo(paid)
        original = queries.get_transfer(transfer_id=paid, person_id=person)
        assert original.reversed_by_id == reversal
        mirror = queries.get_transfer(transfer_id=reversal, person_id=person)
        assert (mirror.reverses_id, mirror.reversed_by_id) == (paid, None)
        side = queries.get_transaction(transaction_id=paid, person_id=person)
        assert side.reversed_by_id == reversal

    def test_happens_once_whatever_the_key(self, bank, payer, paid, undo):
        assert undo(paid, key="k") == undo(paid, key="k")
        with pytest.raises(TransferReversed):
            undo(paid)
        assert bank.balance(payer) == 10_000

    def test_cannot_be_reversed_itself(self, paid, undo):
        (reversal,) = undo(paid)
        with pytest.raises(ReversalNotReversible):
            undo(reversal)

    def test_takes_its_fees_along(self, bank, person, payer, payee, undo):
        request = bank.request(person=person)
        main = _paid(_pay_with_fees(request=request, payer=payer, payee=payee))
        assert bank.balance(payer) == 10_000 - 2_575
        bank.transfer(person=person, payer=payer, payee=payee, amount="0.01")
        reversal, *fees = undo(main)
        assert bank.balance(payer) == 9_999
        assert len(fees) == 2
        assert set(Transfer.objects.filter(id__in=fees).values_list("linked_id", flat=True)) == {
            reversal
        }
        assert bank.is_sound()

    def test_leaves_its_fees_when_asked(self, bank, person, payer, payee, undo):
        request = bank.request(person=person)
        main = _paid(_pay_with_fees(request=request, payer=payer, payee=payee))
        assert len(undo(main, with_fees=False)) == 1
        assert bank.balance(payer) == 9_925

    def test_skips_a_fee_that_was_given_back_before(self, bank, person, payer, payee, undo):
        request = bank.request(person=person)
        main = _paid(_pay_with_fees(request=request, payer=payer, payee=payee))
        undo(Transfer.objects.filter(linked_id=main).order_by("id")[0].id)
        assert len(undo(main)) == 2
        assert bank.balance(payer) == 10_000

    def test_counts_when_asked_and_belongs_to_the_open_day(self, bank, paid, person, payer, undo):
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        commands.roll_business_day(now=tomorrow)
        other = Transfer.objects.get(kind="deposit", credit_account_id=payer.id).id
        (as_original,) = undo(paid, as_original=True)
        (as_today,) = undo(other)
        found = Transfer.objects.in_bulk([as_original, as_today])
        assert found[as_original].value_date == Transfer.objects.get(id=paid).value_date
        assert found[as_today].value_date == tomorrow.date()
        assert {one.business_date for one in found.values()} == {tomorrow.date()}
        assert bank.is_sound()

    def test_is_refused_when_the_money_is_gone(self, bank, payee, paid, undo):
        elsewhere = bank.open(person=bank.person())
        bank.transfer(person=bank.person(), payer=payee, payee=elsewhere, amount="0.01")
        with pytest.raises(PayeeFundsMissing) as refused:
            undo(paid)
        assert "24.99 EUR" in refused.value.detail
        assert not Transfer.objects.filter(kind="reversal").exists()

    def test_is_refused_on_a_frozen_account(self, payee, paid, undo):
        commands.change_status(account_id=payee.id, status="frozen")
        with pytest.raises(AccountFrozen):
            undo(paid)

    def test_of_nothing_is_refused(self, db, undo):
        with pytest.raises(TransferNotFound):
            undo(uuid.uuid4())


@pytest.mark.threads
class TestAtOnce:
    def test_one_of_eight_reversals_happens(self, shared_bank):
        person = shared_bank.person()
        payer = shared_bank.open(person=person, funds=10_000)
        payee = shared_bank.open(person=person, funds=10_000)
        paid = _paid(shared_bank.transfer(person=person, payer=payer, payee=payee, amount="25.00"))
        outcomes = _at_once(
            [
                lambda: movements.reverse(
                    request=shared_bank.request(person=person, operation="reversal"),
                    transfer_id=paid,
                )
            ]
            * 8
        )
        refused = [one for one in outcomes if isinstance(one, Exception)]
        assert [type(one) for one in refused] == [TransferReversed] * 7
        assert shared_bank.balance(payer) == 10_000
        assert shared_bank.is_sound()
