from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    CreditsOnly,
    CurrencyMismatch,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    InsufficientFunds,
    SameAccount,
    ValueDateInFuture,
    ValueDateTooOld,
)
from kernel.ledger.models import Account, Entry, Note, Transfer


@pytest.fixture
def payer(bank):
    person = bank.person()
    account = bank.open(person=person, funds=10_000, title="Payer")
    account.person = person
    return account


@pytest.fixture
def payee(bank):
    return bank.open(person=bank.person(), title="Payee")


class TestPostTransfer:
    def test_moves_the_amount_once(self, bank, payer, payee):
        bank.transfer(person=payer.person, payer=payer, payee=payee, amount="25.00")
        assert bank.balance(payer) == 7_500
        assert bank.balance(payee) == 2_500
        assert bank.is_sound()

    def test_returns_the_first_answer_when_repeated(self, bank, payer, payee):
        asked = {"person": payer.person, "payer": payer, "payee": payee, "amount": "25.00"}
        first = bank.transfer(**asked, key="k")
        again = bank.transfer(**asked, key="k")
        assert again.body == first.body
        assert (first.replayed, again.replayed) == (False, True)
        assert bank.balance(payer) == 7_500

    def test_refuses_a_key_that_was_used_for_another_request(self, bank, payer, payee):
        asked = {"person": payer.person, "payer": payer, "payee": payee}
        bank.transfer(**asked, amount="25.00", key="k")
        with pytest.raises(IdempotencyKeyReused):
            bank.transfer(**asked, amount="25.01", key="k")
        assert bank.balance(payer) == 7_500

    @pytest.mark.parametrize("other", ["K", "kk", "k_", "-k"])
    def test_keys_compare_as_bytes(self, bank, payer, payee, other):
        asked = {"person": payer.person, "payer": payer, "payee": payee, "amount": "1.00"}
        bank.transfer(**asked, key="k")
        assert not bank.transfer(**asked, key=other).replayed

    @pytest.mark.parametrize("key", ["k ", "ké", "k\n", "k" * 256])
    def test_a_key_is_visible_ascii_of_255_characters_at_most(self, bank, payer, payee, key):
        with pytest.raises(IdempotencyKeyInvalid):
            bank.transfer(person=payer.person, payer=payer, payee=payee, amount="1.00", key=key)

    def test_another_person_with_the_same_key_is_another_request(self, bank, payer, payee):
        bank.deposit(person=payer.person, account=payer, amount="1.00", key="k")
        answer = bank.deposit(person=bank.person(), account=payee, amount="1.00", key="k")
        assert not answer.replayed

    def test_keeps_the_note_apart_and_its_salted_hash_with_the_transfer(self, bank, payer, payee):
        bank.transfer(person=payer.person, payer=payer, payee=payee, amount="1.00", note="rent")
        transfer = Transfer.objects.get(debit_account_id=payer.id)
        note = Note.objects.get(transfer=transfer)
        assert note.text == "rent"
        assert len(bytes(transfer.note_hash)) == 32

    def test_a_refusal_binds_no_key(self, bank, payer, payee):
        asked = {"person": payer.person, "payer": payer, "payee": payee, "amount": "150.00"}
        with pytest.raises(InsufficientFunds):
            bank.transfer(**asked, key="k")
        bank.deposit(person=payer.person, account=payer, amount="50.00")
        assert not bank.transfer(**asked, key="k").replayed
        assert bank.balance(payer) == 0

    def test_an_overdraft_is_used_to_the_last_cent_and_not_further(self, bank, payee):
        person = bank.person()
        account = bank.open(person=person, floor_minor=-5_000)
        bank.transfer(person=person, payer=account, payee=payee, amount="50.00")
        assert bank.balance(account) == -5_000
        with pytest.raises(InsufficientFunds):
            bank.transfer(person=person, payer=account, payee=payee, amount="0.01")

    def test_held_money_cannot_be_spent(self, bank, payer, payee):
        Account.objects.filter(id=payer.id).update(held_minor=4_000)
        with pytest.raises(InsufficientFunds) as refused:
            bank.transfer(person=payer.person, payer=payer, payee=payee, amount="60.01")
        assert "60.00 EUR" in refused.value.detail

    def test_entries_count_up_without_a_gap(self, bank, payer, payee):
        for _ in range(3):
            bank.transfer(person=payer.person, payer=payer, payee=payee, amount="1.00")
        found = Entry.objects.filter(account_id=payee.id).order_by("sequence")
        assert list(found.values_list("sequence", "balance_minor")) == [
            (1, 100),
            (2, 200),
            (3, 300),
        ]

    def test_an_internal_account_is_neither_locked_nor_changed(self, bank, payer):
        cash = Account.objects.get(kind="internal", number="INTERNAL-CASH-EUR")
        assert (cash.balance_minor, cash.sequence) == (0, 0)
        assert queries.internal_balance_minor(account_id=cash.id) == -10_000


class TestRefusalsInTheirOrder:
    """Each case breaks its own rule and every later one; the earliest is named."""

    def test_same_account_comes_before_the_status(self, bank, payer):
        commands.change_status(account_id=payer.id, status="frozen")
        with pytest.raises(SameAccount):
            bank.transfer(person=payer.person, payer=payer, payee=payer, amount="999.00")

    def test_currency_comes_before_the_status(self, bank, payer):
        yen = bank.open(person=bank.person(), currency="JPY")
        commands.change_status(account_id=payer.id, status="frozen")
        with pytest.raises(CurrencyMismatch):
            bank.transfer(person=payer.person, payer=payer, payee=yen, amount="999.00")

    def test_a_closed_payer_comes_before_a_frozen_payee(self, bank, payee):
        person = bank.person()
        empty = bank.open(person=person)
        commands.close_account(account_id=empty.id)
        commands.change_status(account_id=payee.id, status="frozen")
        with pytest.raises(AccountClosed):
            bank.transfer(person=person, payer=empty, payee=payee, amount="999.00")

    def test_a_payer_for_credits_only_comes_before_the_payee(self, bank, payer, payee):
        commands.change_status(account_id=payer.id, status="credits_only")
        commands.change_status(account_id=payee.id, status="frozen")
        with pytest.raises(CreditsOnly):
            bank.transfer(person=payer.person, payer=payer, payee=payee, amount="999.00")

    def test_the_payee_comes_before_the_value_date(self, bank, payer, payee):
        commands.change_status(account_id=payee.id, status="frozen")
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        with pytest.raises(AccountFrozen):
            bank.transfer(
                person=payer.person, payer=payer, payee=payee, amount="999", value_date=tomorrow
            )

    def test_the_value_date_comes_before_the_funds(self, bank, payer, payee):
        today = datetime.now(UTC).date()
        asked = {"person": payer.person, "payer": payer, "payee": payee, "amount": "999.00"}
        with pytest.raises(ValueDateInFuture):
            bank.transfer(**asked, value_date=today + timedelta(days=1))
        with pytest.raises(ValueDateTooOld):
            bank.transfer(**asked, value_date=today - timedelta(days=400))

    def test_funds_come_last(self, bank, payer, payee):
        with pytest.raises(InsufficientFunds):
            bank.transfer(person=payer.person, payer=payer, payee=payee, amount="999.00")
        assert Entry.objects.filter(account_id=payer.id).count() == 1
        assert bank.is_sound()

    def test_money_still_arrives_where_only_credits_are_taken(self, bank, payer, payee):
        commands.change_status(account_id=payee.id, status="credits_only")
        bank.transfer(person=payer.person, payer=payer, payee=payee, amount="1.00")
        assert bank.balance(payee) == 100
