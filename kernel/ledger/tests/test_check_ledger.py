"""Each invariant is shown to fire: the corruption is planted behind the commands' back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from kernel import sql
from kernel.ledger import commands
from kernel.ledger.invariants import INVARIANTS
from kernel.ledger.models import Account, Checkpoint, Day, DayBalance, Entry, Transfer


@pytest.fixture
def books(bank):
    person = bank.person()
    payer = bank.open(person=person, funds=10_000)
    payee = bank.open(person=bank.person(), funds=500)
    bank.transfer(person=person, payer=payer, payee=payee, amount="25.00")
    commands.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))
    bank.transfer(person=person, payer=payer, payee=payee, amount="1.00")
    bank.payer, bank.payee = payer, payee
    return bank


def _broken():
    counts = commands.check_ledger(now=datetime.now(UTC))
    return {name for name, count in counts.items() if count}


def _transfer():
    return Transfer.objects.filter(kind="transfer").order_by("id").first()


class TestCheckLedger:
    def test_finds_nothing_in_true_books(self, books, capsys):
        call_command("check_ledger")
        assert f"{len(INVARIANTS)} invariants hold" in capsys.readouterr().out

    def test_says_so_and_fails_when_one_is_broken(self, books):
        Entry.objects.filter(account_id=books.payee.id, sequence=1).update(amount_minor=501)
        with pytest.raises(CommandError):
            call_command("check_ledger")

    def test_finds_an_edited_balance(self, books):
        Account.objects.filter(id=books.payee.id).update(balance_minor=999_999)
        assert {"trial_balance_is_zero", "balance_is_the_sum_of_its_entries"} <= _broken()

    def test_finds_two_balances_edited_to_compensate(self, books):
        for account, change in ((books.payer, -1), (books.payee, 1)):
            row = Account.objects.get(id=account.id)
            Account.objects.filter(id=account.id).update(balance_minor=row.balance_minor + change)
        assert "balance_is_the_sum_of_its_entries" in _broken()

    def test_finds_an_edited_entry(self, books):
        Entry.objects.filter(account_id=books.payee.id, sequence=2).update(amount_minor=1)
        assert {"entries_are_a_chain", "every_transfer_has_its_sides"} <= _broken()

    def test_finds_a_deleted_entry(self, books):
        Entry.objects.filter(account_id=books.payee.id, sequence=2).delete()
        assert {"entries_are_a_chain", "every_transfer_has_its_sides"} <= _broken()

    def test_finds_a_deleted_transfer(self, books):
        sql.execute("DELETE FROM ledger_transfer WHERE id = %s", [_transfer().id])
        assert "every_entry_has_its_transfer" in _broken()

    def test_finds_a_transfer_of_another_amount(self, books):
        Transfer.objects.filter(id=_transfer().id).update(amount_minor=1)
        assert "every_transfer_has_its_sides" in _broken()

    def test_finds_a_transfer_in_another_currency(self, books):
        Transfer.objects.filter(id=_transfer().id).update(currency="JPY")
        assert "no_transfer_is_an_orphan" in _broken()

    def test_finds_a_leaked_hold(self, books):
        Account.objects.filter(id=books.payee.id).update(held_minor=5)
        assert "held_is_the_sum_of_active_holds" in _broken()

    def test_finds_a_reversal_that_is_no_mirror(self, books):
        first, second = Transfer.objects.filter(kind="transfer").order_by("id")
        Transfer.objects.filter(id=second.id).update(reverses=first)
        assert "a_reversal_mirrors_its_original" in _broken()

    def test_finds_a_transfer_without_a_business_day(self, books):
        Day.objects.filter(status="open").delete()
        assert "every_transfer_is_on_a_business_day" in _broken()

    def test_finds_an_edited_checkpoint(self, books):
        Checkpoint.objects.filter(balance_minor__lt=0).update(balance_minor=-1)
        assert "checkpoints_are_true" in _broken()

    def test_finds_an_edited_day_balance(self, books):
        DayBalance.objects.filter(account_id=books.payee.id).update(balance_minor=1)
        assert "day_balances_are_true" in _broken()

    def test_every_invariant_is_shown_to_fire_here_or_refused_by_the_database(self):
        # An account below its floor cannot be planted: TestConstraints shows that it is refused.
        source = Path(__file__).read_text(encoding="utf-8")
        unproven = {rule.name for rule in INVARIANTS if f'"{rule.name}"' not in source}
        assert unproven == {rule.name for rule in INVARIANTS if "below_its_floor" in rule.name}


class TestConstraints:
    def test_the_database_refuses_an_account_below_its_floor(self, books):
        with pytest.raises(DatabaseError), transaction.atomic():
            Account.objects.filter(id=books.payee.id).update(balance_minor=-1)

    def test_the_database_refuses_a_transfer_of_nothing(self, books):
        with pytest.raises(DatabaseError), transaction.atomic():
            Transfer.objects.filter(id=_transfer().id).update(amount_minor=0)

    def test_the_database_refuses_a_second_reversal(self, books):
        first, second = Transfer.objects.filter(kind="transfer").order_by("id")
        Transfer.objects.filter(id=second.id).update(reverses=first)
        with pytest.raises(IntegrityError), transaction.atomic():
            Transfer.objects.filter(kind="deposit").update(reverses=first)
