"""What a movement and a look cost, counted, so that nobody makes them dearer by accident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import sql
from kernel.ledger import commands, queries
from kernel.ledger.models import Account, Entry, Transfer

STATEMENTS_OF_A_TRANSFER = 8
LONG, SHORT = 100_000, 100


class TestCostOfATransfer:
    def test_is_eight_statements(self, bank):
        person = bank.person()
        payer = bank.open(person=person, funds=1_000)
        payee = bank.open(person=bank.person())
        with CaptureQueriesContext(connection) as captured:
            bank.transfer(person=person, payer=payer, payee=payee, amount="1.00")
        work = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
        assert len(work) == STATEMENTS_OF_A_TRANSFER, work


def _account_with_history(bank, *, person, count):
    """An account with `count` movements of one cent, written set-based: true books, fast."""
    account = bank.open(person=person, funds=count)
    first = Entry.objects.get(account_id=account.id)
    deposit = Transfer.objects.get(id=first.transfer_id)
    numbers = (
        "WITH RECURSIVE numbers (n) AS "
        f"(SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
    )
    # The first movement's id with the number in its last bytes.
    transfer_id = "UNHEX(CONCAT(%s, LPAD(HEX(n * 2), 8, '0')))"
    prefix = deposit.id.hex[:24]
    dates = f"DATE_SUB(%s, INTERVAL ({count} - n) DIV 50 DAY), DATE_ADD(%s, INTERVAL n MICROSECOND)"
    moment = [deposit.business_date, deposit.posted_at]
    sql.execute(f"SET SESSION {_RECURSION[connection.mysql_is_mariadb]} = {count}")
    sql.execute(
        "INSERT INTO ledger_transfer (id, kind, debit_account_id, credit_account_id, "
        "credit_sequence, amount_minor, currency, business_date, value_date, posted_at) "
        f"{numbers} SELECT {transfer_id}, 'deposit', %s, %s, n, 1, 'EUR', %s, {dates} FROM numbers",
        [prefix, deposit.debit_account_id, account.id, deposit.business_date, *moment],
    )
    sql.execute(
        "INSERT INTO ledger_entry (account_id, sequence, transfer_id, type, amount_minor, "
        "balance_minor, business_date, value_date, posted_at) "
        f"{numbers} SELECT %s, n, {transfer_id}, 'deposit', 1, %s + n - 1, %s, {dates} "
        "FROM numbers",
        [account.id, prefix, first.balance_minor, deposit.business_date, *moment],
    )
    last = deposit.posted_at + timedelta(microseconds=count)
    Account.objects.filter(id=account.id).update(
        balance_minor=2 * count - 1, sequence=count, last_posted_at=last
    )
    return account


_RECURSION = {True: "max_recursive_iterations", False: "cte_max_recursion_depth"}


def _rows_read(look):
    # The first look also reads the server's own statistics of the tables.
    look()
    sql.execute("FLUSH STATUS")
    look()
    found = sql.rows("SHOW SESSION STATUS LIKE %s", ["Handler_read%"])
    return sum(int(value) for _, value in found)


class TestCostOfALook:
    @pytest.mark.skipif(connection.vendor != "mysql", reason="MariaDB and MySQL count rows read")
    def test_is_the_same_after_100_movements_and_after_100_000(self, shared_bank):
        # FLUSH and ANALYZE commit what was done before, so this test cannot be undone.
        bank = shared_bank
        person = bank.person()
        accounts = [
            _account_with_history(bank, person=person, count=count) for count in (SHORT, LONG)
        ]
        opened = datetime.now(UTC)
        commands.roll_business_day(now=opened + timedelta(days=1))
        assert bank.is_sound()
        sql.rows("ANALYZE TABLE ledger_entry, ledger_transfer, ledger_day_balance")
        middle = {
            account.id: Entry.objects.get(account_id=account.id, sequence=50)
            for account in accounts
        }

        def costs(account):
            entry = middle[account.id]
            looks = {
                "balance": lambda: queries.get_balance(account_id=account.id, now=opened),
                "past balance by instant": lambda: queries.get_balance_at(
                    account_id=account.id, instant=entry.posted_at
                ),
                "past balance by day": lambda: queries.get_balance_on(
                    account_id=account.id, day=entry.value_date
                ),
                "page of history": lambda: queries.list_transactions(
                    account_ids=[account.id], keep=queries.TransactionFilter(), limit=50
                ),
            }
            return {name: _rows_read(look) for name, look in looks.items()}

        short, long = (costs(account) for account in accounts)
        assert short == long
