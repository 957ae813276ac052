"""Apply db/grants.sql: one database user per service, each with no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.db import connection

from config import services
from config.environment import ROOT

GRANTS: Final = ROOT / "db" / "grants.sql"
_STATEMENT: Final = re.compile(
    r"GRANT (?P<rights>[A-Z, ]+) ON (?P<table>\w+) TO (?P<users>[\w, ]+)"
)
_PREFIX: Final = "bank_"


class EngineHasNoGrants(Exception):
    """Only MySQL and MariaDB have users here; SQLite has none, PostgreSQL is for one user."""


def read_grants() -> Iterator[tuple[str, str, str]]:
    """Yield (rights, table, user) for every grant of the file, and each once more for `bank_all`.

    Raises:
        ValueError: a statement is not a grant of the expected form.

    """
    text = re.sub(r"--.*", "", GRANTS.read_text(encoding="utf-8"))
    for statement in filter(None, (part.strip() for part in text.split(";"))):
        found = _STATEMENT.fullmatch(statement)
        if found is None:
            message = f"db/grants.sql: not a grant: {statement}"
            raise ValueError(message)
        for user in [*found["users"].replace(" ", "").split(","), f"{_PREFIX}{services.ALL}"]:
            yield found["rights"], found["table"], user


def apply_grants(*, passwords: Mapping[str, str]) -> int:
    """Make the users, take everything from them, and give what the file says; return how many.

    `passwords` maps each service's name, and `all`, to its user's password. Run as a user that may
    grant (root). Safe to repeat after every migration.

    Raises:
        EngineHasNoGrants: the database is neither MySQL nor MariaDB.

    """
    if connection.vendor != "mysql":
        raise EngineHasNoGrants
    grants = list(read_grants())
    with connection.cursor() as cursor:
        for name, password in passwords.items():
            user = f"'{_PREFIX}{name}'@'%%'"
            cursor.execute(f"CREATE USER IF NOT EXISTS {user} IDENTIFIED BY %s", [password])
            cursor.execute(f"ALTER USER {user} IDENTIFIED BY %s", [password])
            cursor.execute(f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {user}", [])
        for rights, table, user in grants:
            cursor.execute(f"GRANT {rights} ON {table} TO '{user}'@'%%'", [])
    return len(grants)
