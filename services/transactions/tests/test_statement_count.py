"""How many statements a payment may cost: each one more is paid by every payment of the bank."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "START", "SAVEPOINT", "RELEASE", "COMMIT")


@pytest.fixture
def count(ada, payer):
    """Return a function that pays and counts, transaction control left out."""

    def pay(to):
        body = {"from_account": str(payer.id), "to_account": str(to.id), "amount": "1.00"}
        with CaptureQueriesContext(connection) as sent:
            assert ada.post("transfers", body).status_code == 201
        return len([one for one in sent if not one["sql"].startswith(CONTROL)])

    return pay


def test_a_payment_to_somebody_else_is_eleven(count, payee):
    count(payee)
    # PostgreSQL locks the payer first and reads then.
    assert count(payee) == (12 if connection.vendor == "postgresql" else 11)


def test_a_payment_to_ones_own_account_is_nine(count, payee, teller, ada):
    count(payee)
    assert count(teller.open(ada)) == (10 if connection.vendor == "postgresql" else 9)
