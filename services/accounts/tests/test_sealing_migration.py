"""Customers from before the sealing are sealed in place, and the way back is open."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PLAIN = [("accounts", "0001_initial")]
SEALED = [("accounts", "0004_no_plain_customers")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def newest():
    """Bring the tables back to where every other test expects them."""
    leaves = [
        node
        for node in MigrationExecutor(connection).loader.graph.leaf_nodes()
        if node[0] == "accounts"
    ]
    yield
    migrate(leaves)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest")
def test_what_stood_in_the_clear_is_sealed_and_found_again_and_can_be_undone():
    from services.accounts import queries
    from services.accounts.models import Customer

    before = migrate(PLAIN)
    people = [uuid.uuid4() for _ in range(3)]
    for number, person in enumerate(people):
        before.get_model("accounts", "Customer").objects.create(
            id=person,
            given_name=f"Zoë{number}",
            family_name="Łukasz",
            date_of_birth=date(1988, 3, 14) if number else None,
            phone="+49 30 90182" + str(number) if number else "",
            created_at=datetime.now(UTC),
        )
    migrate(SEALED)
    rows = Customer.objects.defer(None).in_bulk(people)
    assert [rows[person].full_name for person in people] == [
        "Zoë0 Łukasz",
        "Zoë1 Łukasz",
        "Zoë2 Łukasz",
    ]
    assert [rows[person].date_of_birth for person in people][:2] == [None, date(1988, 3, 14)]
    assert rows[people[2]].phone == "+49 30 901822"
    for narrowed, found in (
        (queries.CustomerFilter(name="zoe1"), [people[1]]),
        (queries.CustomerFilter(phone="030901822"), [people[2]]),
        (queries.CustomerFilter(name="lukasz"), sorted(people, reverse=True)),
    ):
        customers, _ = queries.list_customers(narrowed=narrowed, cursor=None, limit=10)
        assert [customer.id for customer in customers] == found
    again = migrate(PLAIN)
    old = again.get_model("accounts", "Customer").objects.get(id=people[1])
    assert (old.given_name, old.date_of_birth, old.phone) == (
        "Zoë1",
        date(1988, 3, 14),
        "+49 30 901821",
    )
    again.get_model("accounts", "Customer").objects.all().delete()
