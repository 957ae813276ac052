"""Lists cost a page, not the bank: the plans of MariaDB with 100,000 accounts."""

# ruff: noqa: S608  (SQL made of this file's own texts)

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.ledger import queries as ledger_queries
from services.accounts import queries
from services.accounts.models import AccountType, Branch, ClosedAccount, Customer
from services.accounts.queries import AccountFilter, ClosedAccountFilter

pytestmark = [
    # ANALYZE commits, so what was written is truncated afterwards.
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="asks MariaDB for its plans"),
]
ACCOUNTS = 100_000
PAGE = 50
# A page, one row more, and what the engine reads beside: far from the table.
MOST_ROWS = 10 * PAGE


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def big_bank():
    """100,000 accounts of 10,000 customers; every second one closed; at two branches."""
    now = datetime.now(UTC)
    branches = [Branch.objects.create(code=str(n), name="B", city="C") for n in (1, 2)]
    product = AccountType.objects.create(code="p", name="P", kind="current", currency="EUR")
    customer = Customer.with_key(id=uuid.uuid4(), created_at=now)
    customer.save(force_insert=True)
    number = "(d1.n + 10*d2.n + 100*d3.n + 1000*d4.n + 10000*d5.n)"
    digits = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(10))
    numbers = " JOIN ".join(f"({digits}) d{n}" for n in range(1, 6))
    account_id = f"UNHEX(LPAD(HEX({number}), 32, '0'))"
    run(
        "INSERT INTO ledger_account (id, number, title, currency, kind, status, product, "
        "balance_minor, held_minor, floor_minor, sequence, lowest_floor_minor, closed_sequence, "
        f"opened_at) SELECT {account_id}, CONCAT('N', {number}), 'T', 'EUR', 'customer', "
        f"IF(MOD({number}, 2), 'closed', 'open'), 'p', 0, 0, 0, 0, 0, "
        f"IF(MOD({number}, 2), 0, NULL), %s "
        f"FROM {numbers}",
        now,
    )
    run(
        "INSERT INTO accounts_account (id, customer_id, account_type_id, branch_id, nickname, "
        "statement_frequency, status, opened_at, closed_at) "
        f"SELECT {account_id}, %s, %s, IF(MOD({number}, 3), %s, %s), '', 'monthly', "
        f"IF(MOD({number}, 2), 'closed', 'open'), %s, IF(MOD({number}, 2), %s, NULL) "
        f"FROM {numbers}",
        customer.id.bytes,
        product.id.bytes,
        branches[0].id.bytes,
        branches[1].id.bytes,
        now,
        now,
    )
    person = f"UNHEX(LPAD(HEX(MOD({number}, 10000)), 32, 'F'))"
    run(
        "INSERT INTO ledger_holder (person_id, account_id, access) "
        f"SELECT {person}, {account_id}, 'owner' FROM {numbers}"
    )
    run(
        "INSERT INTO accounts_closed_account (id, account_id, customer_id, number, reason, "
        "comment_sealed, closed_by, closed_at, currency, balance_minor, swept_to, snapshot) "
        f"SELECT {account_id}, {account_id}, {person}, CONCAT('N', {number}), "
        f"IF(MOD({number}, 5), 'other', 'deceased'), '', {person}, "
        f"DATE_SUB(%s, INTERVAL {number} MINUTE), 'EUR', 0, '', '{{}}' "
        f"FROM {numbers} WHERE MOD({number}, 2)",
        now,
    )
    tables = "ledger_account, accounts_account, ledger_holder, accounts_closed_account"
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE TABLE {tables}")
        cursor.fetchall()
    return branches[1]


def rows_read(call):
    """Return how many rows the engine touched for a call, by its own counters."""
    with connection.cursor() as cursor:
        cursor.execute("FLUSH STATUS")
        with CaptureQueriesContext(connection) as captured:
            call()
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        counted = sum(int(value) for _, value in cursor.fetchall())
    assert captured.captured_queries
    return counted


def plans(captured):
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN {query['sql']}")
                names = [column[0] for column in cursor.description]
                yield from (dict(zip(names, found, strict=True)) for found in cursor.fetchall())


class TestPlans:
    def test_of_every_list_read_a_page(self, big_bank):
        person = uuid.UUID(hex=f"{7:X}".rjust(32, "F"))
        middle = [str(uuid.UUID(int=ACCOUNTS // 2))]
        now = datetime.now(UTC)

        def accounts(cursor=None, **narrowed):
            return lambda: queries.list_bank_accounts(
                narrowed=AccountFilter(**narrowed), cursor=cursor, limit=PAGE
            )

        def closings(cursor=None, **narrowed):
            return lambda: queries.list_closed_accounts(
                narrowed=ClosedAccountFilter(**narrowed), cursor=cursor, limit=PAGE
            )

        some = ClosedAccount.objects.order_by("closed_at")[ACCOUNTS // 4]
        behind = [some.closed_at.isoformat(), str(some.id)]
        calls = {
            "all": accounts(),
            "all, in the middle": accounts(middle),
            "by status": accounts(status="open"),
            "by status, in the middle": accounts(middle, status="closed"),
            "by branch": accounts(branch=big_bank.id),
            "by branch, in the middle": accounts(middle, branch=big_bank.id),
            "by branch and status": accounts(middle, branch=big_bank.id, status="open"),
            "by number": accounts(number="N4711"),
            "by customer": accounts(customer=person),
            "of a person": lambda: queries.list_accounts(person_id=person),
            "closed": closings(),
            "closed, in the middle": closings(behind),
            "closed, by customer": closings(customer=person),
            "closed, by reason": closings(behind, reason="deceased"),
            "closed, by number": closings(number="N4711"),
            "closed, by day": closings(closed_from=now.date(), closed_to=now.date()),
            "unused": lambda: ledger_queries.list_unused_accounts(
                since=now, after=uuid.UUID(middle[0]), limit=PAGE
            ),
        }
        for call in calls.values():
            call()
        read = {name: rows_read(call) for name, call in calls.items()}
        assert {name: count for name, count in read.items() if count > MOST_ROWS} == {}

    def test_of_the_lists_scan_no_table(self, big_bank):
        with CaptureQueriesContext(connection) as captured:
            for narrowed in (
                AccountFilter(),
                AccountFilter(status="open"),
                AccountFilter(branch=big_bank.id, status="closed"),
                AccountFilter(number="N4711"),
            ):
                queries.list_bank_accounts(narrowed=narrowed, cursor=None, limit=PAGE)
            queries.list_closed_accounts(
                narrowed=ClosedAccountFilter(reason="deceased"), cursor=None, limit=PAGE
            )
        found = list(plans(captured))
        big = {"accounts_account", "ledger_account", "accounts_closed_account"}
        scans = [one for one in found if one["table"] in big and one["type"] == "ALL"]
        sorts = [one for one in found if "filesort" in (one["Extra"] or "") and one["table"] in big]
        assert (scans, sorts) == ([], [])
        assert {one["table"] for one in found} >= big
