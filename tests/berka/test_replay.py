"""A small archive replayed: what it makes, what a second run changes, what makes it fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.berka import identity
from config.berka.progress import Progress
from kernel import sql
from kernel.ledger import commands, queries
from kernel.ledger.records import MoneyRequest
from services.accounts.iban import is_valid_iban
from services.accounts.models import Account, Branch, Customer
from services.transactions.commands import deposit_money

pytestmark = pytest.mark.django_db


def replay(path, **options):
    """Run the command and return what it says; it posts in this thread, which owns the test."""
    said = StringIO()
    call_command("replay_berka", path, threads=1, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def replay_and_fail(path, *, match, **options):
    said = StringIO()
    with pytest.raises(CommandError, match=match):
        call_command("replay_berka", path, threads=1, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def rewrite(original, *changes):
    path = original / "trans.asc"
    content = path.read_bytes()
    for before, after in changes:
        assert content.count(before) == 1, before
        content = content.replace(before, after)
    path.write_bytes(content)


def add_row(original, line):
    path = original / "trans.asc"
    path.write_bytes(path.read_bytes() + line + b"\r\n")


def owner_of_7():
    return identity.customer_id(1)


class TestReplay:
    def test_says_that_every_balance_was_compared(self, original):
        said = replay(original)
        assert "Read 2 accounts of 3 customers with 5 rows." in said
        assert "Opened 2 accounts; 0 were there." in said
        assert "Posted 5 rows" in said
        assert "Balances after each row, in order: 5 compared, 0 differ" in said
        # Three days with movements, and the eve of each opening.
        assert "each through get_balance_on (open day): 5 compared, 0 differ" in said
        assert "check_ledger: 12 of 12 invariants hold." in said
        assert "All 5 balances equal the archive's" in said

    def test_keeps_the_books_of_the_old_bank(self, original):
        replay(original)
        found = queries.list_transactions(
            account_ids=[identity.account_id(7)],
            keep=queries.TransactionFilter(),
            order="posted_at",
            limit=10,
        )
        assert [
            (it.type, it.amount_minor, it.balance_minor, it.value_date.day) for it in found
        ] == [
            ("deposit", 70000, 70000, 1),
            ("transfer_out", -68000, 2000, 2),
            ("interest", 510, 2510, 2),
            ("fee", -3000, -490, 2),
        ]
        assert found[1].note == "Transfer to YZ/87144583, household"
        assert found[1].counterparty_name == "Other banks"

    def test_opens_accounts_on_their_day_with_their_holders_and_floor(self, original):
        replay(original)
        held = queries.get_held_account(
            account_id=identity.account_id(7), person_id=identity.customer_id(2)
        )
        assert held.access == "joint"
        assert held.floor_minor == -490
        assert held.opened_at == datetime(1995, 1, 1, tzinfo=UTC)
        assert held.number.startswith("CZ")
        assert is_valid_iban(held.number)
        agreed = Account.objects.get(id=identity.account_id(7))
        assert agreed.customer_id == owner_of_7()
        assert agreed.branch.city == "Hl.m. Praha"
        assert Customer.objects.get(id=owner_of_7()).date_of_birth == date(1970, 12, 13)
        other = queries.get_held_account(
            account_id=identity.account_id(9), person_id=identity.customer_id(3)
        )
        assert other.floor_minor == 0

    def test_changes_nothing_the_second_time(self, original):
        replay(original)
        before = _all_rows()
        said = replay(original)
        assert "Opened 0 accounts; 2 were there." in said
        assert "Posted 0 rows" in said
        assert "; 5 were there." in said
        assert _all_rows() == before

    def test_takes_up_an_account_in_the_middle(self, original):
        whole = (original / "trans.asc").read_bytes()
        rewrite(
            original,
            (b'51;7;950102;"PRIJEM";"";5.00;25.10;"UROK";"";\r\n', b""),
            (b'50;7;950102;"VYDAJ";"VYBER";30.00;-4.90;"SLUZBY";"";\r\n', b""),
        )
        # The floor is that of the whole history: it was known when the run was interrupted.
        replay(original)
        commands.set_floor(account_id=identity.account_id(7), floor_minor=-490)
        (original / "trans.asc").write_bytes(whole)
        said = replay(original)
        assert "Posted 2 rows" in said
        assert "; 3 were there." in said

    def test_a_row_that_is_tried_twice_is_posted_once(self, original, monkeypatch):
        replay(original)
        before = _all_rows()
        # As if the ledger's sequence had not been looked at.
        whole = queries.get_held_account

        def fresh(**which):
            return replace(whole(**which), sequence=0)

        monkeypatch.setattr("config.berka.loading.queries.get_held_account", fresh)
        replay(original)
        assert _all_rows() == before

    def test_compares_past_balances_again_from_the_closed_day(self, original):
        said = replay(original, close_day=True)
        assert "get_balance_on (closed day): 5 compared, 0 differ" in said
        assert sql.row("SELECT COUNT(*) FROM ledger_day_balance")[0] == 3
        assert "Posted 0 rows" in replay(original, close_day=True)

    def test_loads_the_first_accounts_only(self, original):
        said = replay(original, accounts=1)
        assert "Read 1 accounts of 2 customers with 4 rows." in said
        assert Account.objects.count() == 1
        assert Branch.objects.count() == 2

    def test_compares_a_row_that_moved_nothing(self, original):
        add_row(original, b'61;9;950131;"PRIJEM";"";0.00;1000.50;"UROK";"";')
        said = replay(original)
        assert "Posted 5 rows" in said
        assert "in order: 6 compared, 0 differ" in said


class TestDifference:
    def test_fails_before_anything_moves_when_a_row_does_not_follow(self, original):
        rewrite(original, (b";-4.90;", b";-4.50;"))
        replay_and_fail(original, match="archive is not usable: account 7")
        assert Account.objects.count() == 0

    def test_fails_when_the_ledger_holds_another_history(self, original):
        replay(original)
        rewrite(
            original,
            (b";680.00;20.00;", b";670.00;30.00;"),
            (b";5.00;25.10;", b";5.00;35.10;"),
            (b";30.00;-4.90;", b";30.00;5.10;"),
        )
        said = replay_and_fail(original, match="differs from the archive in 4 places")
        assert "row 2 (trans_id 53): moved -68000 instead of -67000." in said
        assert "row 3 (trans_id 51): balance 2510 instead of 3510." in said
        assert "in order: 5 compared, 2 differ" not in said
        assert "in order: 5 compared, 3 differ" in said
        assert "account 7 on 1995-01-02: -490 instead of 510." in said

    def test_fails_when_an_entry_was_altered(self, original):
        replay(original)
        sql.execute(
            "UPDATE ledger_entry SET balance_minor = balance_minor + 1 "
            "WHERE account_id = %s AND sequence = 2",
            [identity.account_id(7)],
        )
        said = replay_and_fail(original, match="differs from the archive in 2 places")
        assert "row 2 (trans_id 53): balance 2001 instead of 2000." in said
        assert "entries_are_a_chain is broken 1 times." in said
        assert "check_ledger: 11 of 12 invariants hold." in said

    def test_fails_when_a_value_date_was_altered(self, original):
        replay(original)
        sql.execute(
            "UPDATE ledger_entry SET value_date = '1995-01-01' "
            "WHERE account_id = %s AND sequence = 2",
            [identity.account_id(7)],
        )
        said = replay_and_fail(original, match="differs")
        assert "counts on 1995-01-01, not on 1995-01-02." in said
        assert "account 7 on 1995-01-01: 2000 instead of 70000." in said

    def test_fails_when_an_account_moved_otherwise(self, original):
        replay(original)
        deposit_money(
            request=MoneyRequest.make(actor_id=owner_of_7(), operation="deposit", key="k", body=0),
            now=timezone.now(),
            account=identity.account_id(7),
            amount="1.00",
        )
        said = replay_and_fail(original, match="differs from the archive in 1 places")
        assert "account 7: entry 5 is in no row." in said

    def test_fails_when_the_bank_refuses_a_row(self, original):
        replay(original)
        add_row(original, b'62;7;950103;"VYDAJ";"VYBER";100.00;-104.90;"";"";')
        replay_and_fail(original, match=r"row 5 \(trans_id 62\).*insufficient_funds")
        assert sql.row("SELECT COUNT(*) FROM ledger_entry")[0] == 5

    def test_says_when_there_is_no_archive(self, tmp_path):
        replay_and_fail(tmp_path / "nowhere", match="does not exist")


class TestProgress:
    def test_draws_a_bar_where_somebody_watches(self):
        stream = StringIO()
        stream.isatty = lambda: True
        progress = Progress(title="Posting", total=4, unit="rows", stream=stream)
        for _ in range(4):
            progress.advance(1)
        progress.finish()
        assert "\r[######" in stream.getvalue()
        assert "100 %, 4 of 4 rows" in stream.getvalue()
        assert stream.getvalue().endswith("\n")

    def test_writes_ten_lines_into_a_pipe(self):
        stream = StringIO()
        progress = Progress(title="Posting", total=1000, unit="rows", stream=stream)
        for _ in range(1000):
            progress.advance(1)
        progress.finish()
        lines = stream.getvalue().splitlines()
        assert len(lines) == 10
        assert lines[2].startswith("Posting:  30 %, 300 of 1,000 rows")


def _all_rows():
    tables = ("ledger_entry", "ledger_transfer", "ledger_request", "ledger_account")
    return {table: sorted(map(repr, sql.rows(f"SELECT * FROM {table}"))) for table in tables}
