"""The life of a ledger account, and who may see it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.errors import (
    AccountBlocked,
    AccountClosed,
    AccountNotEmpty,
    AccountNotFound,
    StatusUnchanged,
)
from kernel.ledger.internal import PURPOSES, internal_id
from kernel.ledger.models import Account, Block, Hold


@pytest.fixture
def holder(bank):
    return bank.person()


@pytest.fixture
def account(bank, holder):
    return bank.open(person=holder)


def _status(account):
    return Account.objects.get(id=account.id).status


class TestCloseAccount:
    def test_closes_an_empty_one(self, account):
        assert commands.close_account(account_id=account.id).status == "closed"
        assert _status(account) == "closed"

    def test_refuses_while_there_is_money(self, bank, holder):
        account = bank.open(person=holder, funds=1)
        with pytest.raises(AccountNotEmpty):
            commands.close_account(account_id=account.id)
        assert _status(account) == "open"

    def test_refuses_while_something_is_owed(self, bank, holder):
        account = bank.open(person=holder, floor_minor=-500)
        payee = bank.open(person=bank.person())
        bank.transfer(person=holder, payer=account, payee=payee, amount="1.00")
        with pytest.raises(AccountNotEmpty):
            commands.close_account(account_id=account.id)

    def test_refuses_while_something_is_held(self, bank, holder):
        account = bank.open(person=holder, floor_minor=-500)
        Hold.objects.create(
            account_id=account.id, amount_minor=5, reason="card", created_at=datetime.now(UTC)
        )
        Account.objects.filter(id=account.id).update(held_minor=5)
        with pytest.raises(AccountNotEmpty):
            commands.close_account(account_id=account.id)

    def test_refuses_while_a_service_needs_it_and_says_which(self, account):
        now = datetime.now(UTC)
        for service, reason in (("transactions", "a standing order"), ("interest", "unpaid")):
            Block.objects.create(
                account_id=account.id, service=service, reason=reason, created_at=now
            )
        with pytest.raises(AccountBlocked, match="transactions: a standing order"):
            commands.close_account(account_id=account.id)
        Block.objects.all().delete()
        assert commands.close_account(account_id=account.id).status == "closed"

    def test_refuses_a_closed_an_internal_and_an_unknown_one(self, account):
        commands.close_account(account_id=account.id)
        with pytest.raises(AccountClosed):
            commands.close_account(account_id=account.id)
        for account_id in (internal_id(purpose="cash", currency="EUR"), uuid.uuid4()):
            with pytest.raises(AccountNotFound):
                commands.close_account(account_id=account_id)


class TestChangeStatus:
    @pytest.mark.parametrize("status", ["frozen", "credits_only"])
    def test_there_and_back(self, account, status):
        assert commands.change_status(account_id=account.id, status=status).status == status
        with pytest.raises(StatusUnchanged):
            commands.change_status(account_id=account.id, status=status)
        commands.change_status(account_id=account.id, status="open")
        assert _status(account) == "open"

    def test_a_closed_one_stays_closed(self, account):
        commands.close_account(account_id=account.id)
        for status in ("open", "frozen", "credits_only"):
            with pytest.raises(AccountClosed):
                commands.change_status(account_id=account.id, status=status)
        assert _status(account) == "closed"

    def test_nobody_closes_by_changing_the_status(self, account):
        with pytest.raises(AssertionError):
            commands.change_status(account_id=account.id, status="closed")

    def test_an_unknown_one_is_not_found(self, bank):
        with pytest.raises(AccountNotFound):
            commands.change_status(account_id=uuid.uuid4(), status="frozen")


class TestSetFloor:
    def test_gives_and_takes_an_overdraft(self, bank, holder, account):
        commands.set_floor(account_id=account.id, floor_minor=-500)
        payee = bank.open(person=bank.person())
        bank.transfer(person=holder, payer=account, payee=payee, amount="5.00")
        assert bank.balance(account) == -500
        with pytest.raises(AccountNotEmpty):
            commands.set_floor(account_id=account.id, floor_minor=-499)
        assert commands.set_floor(account_id=account.id, floor_minor=-600).floor_minor == -600
        assert bank.is_sound()

    def test_respects_what_is_held(self, bank, holder):
        account = bank.open(person=holder, floor_minor=-500)
        Account.objects.filter(id=account.id).update(held_minor=300)
        with pytest.raises(AccountNotEmpty):
            commands.set_floor(account_id=account.id, floor_minor=-299)
        commands.set_floor(account_id=account.id, floor_minor=-300)


class TestOpenAccount:
    def test_opens_the_banks_own_accounts_of_a_currency_once(self, bank, holder):
        for _ in range(2):
            bank.open(person=holder, currency="CHF")
        internal = Account.objects.filter(kind="internal", currency="CHF")
        assert {one.id for one in internal} == {
            internal_id(purpose=purpose, currency="CHF") for purpose in PURPOSES
        }

    def test_starts_with_nothing_and_open(self, account):
        found = Account.objects.get(id=account.id)
        assert (found.balance_minor, found.sequence, found.status) == (0, 0, "open")


class TestHolders:
    def test_see_their_accounts_the_oldest_first_and_no_others(self, bank, holder):
        opened = [bank.open(person=holder, funds=100 * n) for n in (1, 2, 3)]
        bank.open(person=bank.person())
        found = queries.list_held_accounts(person_id=holder)
        assert [one.id for one in found] == [one.id for one in opened]
        assert [one.balance_minor for one in found] == [100, 200, 300]

    def test_know_what_can_be_spent(self, bank, holder):
        account = bank.open(person=holder, funds=1_000, floor_minor=-500)
        Account.objects.filter(id=account.id).update(held_minor=200)
        found = queries.get_held_account(account_id=account.id, person_id=holder)
        assert (found.balance_minor, found.held_minor, found.available_minor) == (1000, 200, 1300)
        assert found.access == "owner"

    def test_of_another_account_see_none(self, bank, account):
        for account_id, person in ((account.id, bank.person()), (uuid.uuid4(), bank.person())):
            with pytest.raises(AccountNotFound):
                queries.get_held_account(account_id=account_id, person_id=person)

    def test_are_listed_with_their_rights(self, bank, holder, account):
        other = bank.person()
        shared = commands.open_account(
            number="SHARED",
            title="Two",
            currency="EUR",
            holders={holder: "joint", other: "view"},
            now=datetime.now(UTC),
        )
        nobody = internal_id(purpose="cash", currency="EUR")
        found = queries.list_holders(account_ids=[account.id, shared.id, nobody])
        assert found[account.id] == [(holder, "owner")]
        assert sorted(found[shared.id]) == sorted([(holder, "joint"), (other, "view")])
        assert found[nobody] == []


class TestFindAccount:
    def test_by_id_number_or_iban_with_spaces_and_in_any_case(self, bank, holder):
        account = commands.open_account(
            number="DE89370400440532013000",
            title="X",
            currency="EUR",
            holders={holder: "owner"},
            now=datetime.now(UTC),
        )
        for reference in (
            str(account.id),
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            " de89 3704 0044 0532 0130 00 ",
        ):
            assert queries.find_account_id(reference) == account.id

    @pytest.mark.parametrize(
        "reference", ["", " ", "DE00", "INTERNAL-CASH-EUR", "%", "DE8937040044053201300_", "ẞ"]
    )
    def test_finds_nothing_else(self, bank, account, reference):
        assert queries.find_account_id(reference) is None

    def test_the_bank_keeps_no_balance_of_an_account_it_does_not_have(self, bank):
        for account_id in (uuid.uuid4(), internal_id(purpose="cash", currency="EUR")):
            with pytest.raises(AccountNotFound):
                queries.get_balance(account_id=account_id, now=datetime.now(UTC))


class TestPosting:
    def test_refuses_what_is_not_there(self, bank, holder, account):
        from kernel.ledger.commands import begin_posting

        request = bank.request(person=holder)
        now = datetime.now(UTC)
        posting = begin_posting(request=request, account_ids=[account.id], now=now)
        assert posting.account_of_asker(account.id, field="a").access == "owner"
        with pytest.raises(AccountNotFound):
            posting.account_of_asker(uuid.uuid4(), field="a")
        with pytest.raises(AccountNotFound):
            posting.any_account(uuid.uuid4(), field="a")
        with pytest.raises(AccountNotFound, match="cash in JPY"):
            posting.bank_account(purpose="cash", currency="JPY")
        stranger = begin_posting(
            request=bank.request(person=bank.person()), account_ids=[account.id], now=now
        )
        assert stranger.any_account(account.id, field="a").access is None
        with pytest.raises(AccountNotFound):
            stranger.account_of_asker(account.id, field="a")
