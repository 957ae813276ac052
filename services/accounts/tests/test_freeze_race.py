"""A freeze stops a transfer that is on its way: real connections, real locks."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from kernel.ledger.errors import AccountFrozen
from kernel.ledger.records import MoneyRequest
from kernel.ledger.tests.movements import deposit, transfer
from services.accounts.commands.account_changes import settle_status
from services.accounts.models import Account, AccountType, Branch, Customer, Freeze

pytestmark = [
    pytest.mark.threads,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite lets one writer in at a time"),
]
PATIENCE_SECONDS = 20


def _request(operation):
    return MoneyRequest.make(
        actor_id=uuid.uuid4(), operation=operation, key=uuid.uuid4().hex, body={}
    )


def _wait_until_somebody_waits():
    """Return when a transaction of this database waits for a lock."""
    with connection.cursor() as cursor:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            cursor.execute(
                "SELECT COUNT(*) FROM information_schema.innodb_trx t "
                "JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
                "WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()"
            )
            if cursor.fetchone()[0]:
                return
            # The server keeps this view for a tenth of a second after each look.
            threading.Event().wait(0.2)
    pytest.fail("the transfer did not come to the lock")


@pytest.fixture
def payer_and_payee():
    """Two open accounts, 100.00 on the first."""
    from kernel.ledger import commands as ledger
    from services.accounts.commands.open_account import agree_account

    now = datetime.now(UTC)
    ledger.roll_business_day(now=now)
    branch = Branch.objects.create(code="1", name="One", city="Berlin")
    product = AccountType.objects.create(code="p", name="P", kind="current", currency="EUR")
    accounts = []
    for name in ("Payer", "Payee"):
        customer = Customer.with_key(id=uuid.uuid4(), created_at=now)
        customer.given_name, customer.family_name = name, "Person"
        customer.save(force_insert=True)
        accounts.append(agree_account(customer=customer, product=product, branch=branch, now=now))
    deposit(request=_request("deposit"), account_id=accounts[0].id, amount="100.00")
    return accounts


class TestFreeze:
    def test_stops_a_transfer_that_waits_for_the_account(self, payer_and_payee):
        payer, payee = payer_and_payee
        frozen_but_not_said = threading.Event()
        say_it = threading.Event()

        def freeze():
            try:
                with transaction.atomic(durable=True):
                    account = Account.objects.select_for_update().get(id=payer.id)
                    Freeze.objects.create(
                        account=account,
                        scope="all",
                        side="bank",
                        placed_by=uuid.uuid4(),
                        placed_at=datetime.now(UTC),
                    )
                    settle_status(account)
                    frozen_but_not_said.set()
                    assert say_it.wait(PATIENCE_SECONDS)
            finally:
                connection.close()

        def pay():
            try:
                return transfer(
                    request=_request("transfer"),
                    payer_id=payer.id,
                    payee_id=payee.id,
                    amount="40.00",
                )
            except AccountFrozen as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            freezing = pool.submit(freeze)
            assert frozen_but_not_said.wait(PATIENCE_SECONDS)
            paying = pool.submit(pay)
            try:
                _wait_until_somebody_waits()
            finally:
                say_it.set()
            freezing.result(PATIENCE_SECONDS)
            assert isinstance(paying.result(PATIENCE_SECONDS), AccountFrozen)
        status, balance = _ledger(payer)
        assert (status, balance) == ("frozen", 10_000)


def _ledger(account):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, balance_minor FROM ledger_account WHERE id = %s", [account.id.bytes]
        )
        return cursor.fetchone()
