"""What a database must be before tables are made in it. `manage.py migrate` asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

CHARSET: Final = "utf8mb4"
# Keys are bytes: other collations take 'Key-A' and 'key-a ' for the same one.
COLLATION: Final = "utf8mb4_bin"


@register(Tags.database)
def check_encoding(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Return an error for each MySQL whose new tables would lose letters or merge keys."""
    return [
        Error(
            f"The database's tables would be made in {found[0]} with {found[1]}.",
            hint=f"ALTER DATABASE … CHARACTER SET {CHARSET} COLLATE {COLLATION}",
            id="bank.E001",
        )
        for alias in databases or ()
        if (found := _encoding_of(alias)) not in (None, (CHARSET, COLLATION))
    ]


def _encoding_of(alias: str) -> tuple[str, str] | None:
    connection = connections[alias]
    if connection.vendor != "mysql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@character_set_database, @@collation_database")
        charset, collation = cursor.fetchone()
        return charset, collation
