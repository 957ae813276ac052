"""Reasons to keep an account open, and finding accounts by product."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.errors import AccountBlocked, AccountClosed, AccountNotFound
from kernel.ledger.internal import internal_id
from kernel.ledger.models import Block
from kernel.ledger.tests.conftest import now


def block(account_id, reason="Something is due."):
    return commands.block_closing(
        account_id=account_id, service="transactions", reason=reason, now=now()
    )


class TestBlocks:
    def test_closing_waits_for_every_reason(self, bank):
        account = bank.open(person=bank.person())
        first, second = block(account.id), block(account.id, "Interest is due.")
        commands.allow_closing(block_id=first)
        with pytest.raises(AccountBlocked, match="transactions: Interest is due"):
            commands.close_account(account_id=account.id)
        for _ in range(2):
            commands.allow_closing(block_id=second)
        commands.close_account(account_id=account.id)

    def test_a_closed_account_is_kept_open_no_more(self, bank):
        account = bank.open(person=bank.person())
        commands.close_account(account_id=account.id)
        with pytest.raises(AccountClosed):
            block(account.id)
        assert not Block.objects.exists()

    def test_the_banks_own_accounts_have_no_reasons(self, bank):
        bank.open(person=bank.person())
        for account_id in (uuid.uuid4(), internal_id(purpose="cash", currency="EUR")):
            with pytest.raises(AccountNotFound):
                block(account_id)


class TestFinding:
    def test_an_account_is_found_by_id_number_and_as_people_write_it(self, bank):
        account = bank.open(person=bank.person(), title="Ada Novak")
        for reference in (str(account.id), account.number, f" {account.number.lower()} "):
            found = queries.find_account(reference)
            assert found is not None
            assert (found.id, found.title) == (account.id, "Ada Novak")
        cash = str(internal_id(purpose="cash", currency="EUR"))
        assert [queries.find_account(one) for one in ("DE00", str(uuid.uuid4()), cash)] == [
            None
        ] * 3

    def test_a_products_open_accounts_come_page_by_page(self, bank):
        made = sorted(
            commands.open_account(
                number=f"GOLD{number}",
                title="x",
                currency="EUR",
                holders={},
                product="gold",
                now=now(),
            ).id
            for number in range(4)
        )
        bank.open(person=bank.person())
        commands.close_account(account_id=made[1])
        wanted = {"product": "gold", "currency": "EUR", "limit": 2}
        soon = now() + timedelta(seconds=1)
        page = queries.list_accounts_of_product(**wanted, opened_before=soon, after=None)
        assert page == [made[0], made[2]]
        rest = queries.list_accounts_of_product(**wanted, opened_before=soon, after=page[-1])
        assert rest == [made[3]]
        long_ago = now() - timedelta(days=1)
        assert not queries.list_accounts_of_product(**wanted, opened_before=long_ago, after=None)
