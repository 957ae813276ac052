"""A table to throw things at, on MySQL and MariaDB alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection

collect_ignore_glob = [] if connection.vendor == "mysql" else ["test_*.py"]

TABLE = """
CREATE TABLE mysql_probe (
    id INT PRIMARY KEY,
    number BIGINT NULL,
    text VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    raw VARBINARY(2000) NULL,
    at DATETIME(6) NULL,
    day DATE NULL,
    CONSTRAINT mysql_probe_number CHECK (number IS NULL OR number <> 13)
) ENGINE=InnoDB
"""


def connect():
    """Return another connection to the same database, which commits each statement."""
    import MySQLdb

    options = connection.get_connection_params()
    options.pop("init_command", None)
    other = MySQLdb.connect(**options)
    other.autocommit(True)
    if getattr(connection, "mysql_is_mariadb", False):
        # It may stand still for as long as a slow machine takes.
        ask(other, "SET idle_write_transaction_timeout = 0, idle_transaction_timeout = 0")
    return other


def ask(other, statement):
    cursor = other.cursor()
    cursor.execute(statement)
    return cursor.fetchall()


@pytest.fixture
def probe(transactional_db):
    """The table, and what another connection sees in it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS mysql_probe")
        cursor.execute(TABLE)
    other = connect()

    def ids():
        """Return what is committed."""
        return [one for (one,) in ask(other, "SELECT id FROM mysql_probe ORDER BY id")]

    yield SimpleNamespace(ids=ids, other=other, ask=lambda said: ask(other, said))
    connection.close()
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE mysql_probe")


@pytest.fixture(params=["as it is", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "both"])
def mode(request, probe):
    """Each way in which a server may read quotes and backslashes."""
    modes = {"as it is": "", "both": "NO_BACKSLASH_ESCAPES,ANSI_QUOTES"}
    added = modes.get(request.param, request.param)
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@sql_mode")
        (before,) = cursor.fetchone()
        cursor.execute("SET sql_mode = %s", [f"{before},{added}" if added else before])
    return request.param
