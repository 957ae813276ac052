"""The third fence: each service's own database user, with db/grants.sql and nothing more."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from config import services
from config.grants import apply_grants, read_grants

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "mysql", reason="only MySQL and MariaDB have the users"
    ),
    pytest.mark.skipif(
        settings.SERVICE != "all", reason="grants are for the tables of all services"
    ),
]
DENIED = 1142


@pytest.fixture
def users_to_oneself(transactional_db):
    """The users belong to the server: processes that test side by side take turns with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK('the database users', 300)")
        assert cursor.fetchone() == (1,)
        yield
        cursor.execute("SELECT RELEASE_LOCK('the database users')")
        assert cursor.fetchone() == (1,)


@pytest.fixture
def connect(users_to_oneself):
    """Return a function that connects as a service's user; one transfer is posted."""
    import MySQLdb

    from kernel.ledger import commands
    from kernel.ledger.tests.conftest import Bank

    commands.roll_business_day(now=datetime.now(UTC))
    bank = Bank()
    bank.open(person=bank.person(), funds=500)
    passwords = {name: secrets.token_hex(12) for name in (*services.BY_NAME, services.ALL)}
    apply_grants(passwords=passwords)
    address = connection.settings_dict
    opened = []

    def connection_of(name):
        opened.append(
            MySQLdb.connect(
                host=address["HOST"],
                port=int(address["PORT"]),
                db=address["NAME"],
                user=f"bank_{name}",
                password=passwords[name],
                autocommit=True,
            )
        )
        return opened[-1]

    yield connection_of
    for one in opened:
        one.close()


def _is_denied(client, statement):
    import MySQLdb

    with client.cursor() as cursor:
        try:
            cursor.execute(statement)
        except MySQLdb.OperationalError as refused:
            if refused.args[0] != DENIED:
                raise
            return True
    return False


class TestGrants:
    @pytest.mark.parametrize("service", [*services.BY_NAME, services.ALL])
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_transfer SET amount_minor = 1",
            "DELETE FROM ledger_transfer",
            "UPDATE ledger_entry SET amount_minor = 1",
            "DELETE FROM ledger_entry",
            "TRUNCATE TABLE ledger_transfer",
            "DROP TABLE ledger_transfer",
            "ALTER TABLE ledger_transfer ADD COLUMN sneaky INT",
            "DELETE FROM identity_sign_in_event",
            "UPDATE identity_sign_in_event SET result = 'succeeded'",
        ],
    )
    def test_nobody_rewrites_history(self, connect, service, statement):
        assert _is_denied(connect(service), statement)

    @pytest.mark.parametrize(
        ("service", "statement"),
        [
            ("transactions", "SELECT * FROM accounts_customer"),
            ("transactions", "SELECT * FROM identity_user"),
            ("accounts", "INSERT INTO ledger_transfer (id) VALUES ('x')"),
            ("accounts", "SELECT * FROM identity_user"),
            ("support", "SELECT * FROM ledger_account"),
            ("planning", "SELECT * FROM ledger_entry"),
            ("auth", "SELECT * FROM ledger_account"),
        ],
    )
    def test_a_service_reads_and_writes_its_own(self, connect, service, statement):
        assert _is_denied(connect(service), statement)

    def test_a_service_sees_what_it_was_given(self, connect):
        assert not _is_denied(connect("transactions"), "SELECT * FROM ledger_transfer")

    def test_every_table_is_granted_to_somebody(self):
        granted = {table for _, table, _ in read_grants()}
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        assert tables == granted
