"""Lists and searches read a page, however many customers there are: the plans on MariaDB say so."""

# ruff: noqa: S608  (SQL made of this file's own texts)

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.accounts import queries, search
from services.accounts.models import Customer, SearchToken
from services.accounts.queries.customers import COUNTED

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "mysql", reason="the plans of MySQL and MariaDB"),
]
MANY = 100_000
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def crowd():
    """100,000 customers, half of whom share a name; sealed values are of no matter here."""
    ids = [uuid.UUID(int=number << 64 | 0x8000_0000_0000_0000) for number in range(1, MANY + 1)]
    Customer(id=ids[0], status="active", created_at=NOW).save(force_insert=True)
    others = [field.column for field in Customer._meta.concrete_fields if field.name != "id"]
    digits = " UNION ALL ".join(f"SELECT {digit} AS n" for digit in range(10))
    numbers = " JOIN ".join(f"({digits}) d{place}" for place in range(5))
    number = "(1 + " + " + ".join(f"{10**place} * d{place}.n" for place in range(5)) + ")"
    each_id = f"UNHEX(CONCAT(LPAD(HEX({number}), 16, '0'), '8000000000000000'))"
    (kind, common), (_, rare) = (
        (search.NAME, search.query_hashes(name)[0][0]) for name in ("novak", "zaphod")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO accounts_customer (id, {', '.join(others)}) "
            f"SELECT {each_id}, {', '.join('c.' + name for name in others)} "
            f"FROM accounts_customer c JOIN {numbers} WHERE {number} > 1 AND c.id = %s",
            [ids[0].bytes],
        )
        cursor.execute(
            "INSERT INTO accounts_search_token (kind, hash, customer_id) "
            f"SELECT %s, %s, {each_id} FROM {numbers} WHERE MOD({number}, 2) = 1",
            [kind, common],
        )
    tokens = [SearchToken(kind=kind, hash=rare, customer_id=each) for each in ids[:2_000:200]]
    token = search.exact_token(search.PHONE, "+49 30 901820")
    tokens.append(SearchToken(kind=token[0], hash=token[1], customer_id=ids[4]))
    SearchToken.objects.bulk_create(tokens, batch_size=2_000)
    with connection.cursor() as cursor:
        # This commits, so what was made is taken away by hand.
        cursor.execute("ANALYZE TABLE accounts_customer, accounts_search_token")
        cursor.fetchall()
        yield ids
        cursor.execute("DELETE FROM accounts_search_token")
        cursor.execute("DELETE FROM accounts_customer")
        cursor.execute("COMMIT")


def handler_reads(run):
    """Return how many rows the engine touched for what `run` does."""

    def reads():
        with connection.cursor() as cursor:
            cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
            return sum(int(value) for _, value in cursor.fetchall())

    before = reads()
    run()
    return reads() - before


def plans(run):
    """Return the EXPLAIN rows of every query that `run` sends."""
    with CaptureQueriesContext(connection) as sent:
        run()
    found = []
    for query in sent.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}")
            columns = [column[0] for column in cursor.description]
            found += [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


CASES = [
    {},
    {"status": "active"},
    {"name": "novak"},
    {"name": "zaphod"},
    {"phone": "030 901820"},
    {"name": "novak", "status": "active"},
    {"name": "zaphod novak"},
    {"name": "novakovic novak zaphod"},
]


def test_a_page_reads_about_a_page_wherever_it_begins(crowd):
    for narrowed in CASES:
        for place in (None, 75_000, 40_001):
            cursor = None if place is None else [str(crowd[place])]

            def run(narrowed=narrowed, cursor=cursor):
                return queries.list_customers(
                    narrowed=queries.CustomerFilter(**narrowed), cursor=cursor, limit=20
                )

            run()
            # 21 ids, 20 records, and a look-up or two for each further condition.
            # Which of several words is the rarest is counted, up to a bound.
            words = len(narrowed.get("name", "").split())
            most = 300 + (COUNTED * words if words > 1 else 0)
            assert handler_reads(run) < most, (narrowed, place)
            for row in plans(run):
                assert row["type"] != "ALL", (narrowed, row)
                assert "filesort" not in (row["Extra"] or ""), (narrowed, row)
                assert "temporary" not in (row["Extra"] or ""), (narrowed, row)
