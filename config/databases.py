"""What each database engine needs so that money is safe on it. See docs/ledger.md."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import dj_database_url

LOCK_WAIT_SECONDS = 5
SQLITE_BUSY_SECONDS = 20
CONNECTION_LIFE_SECONDS = 60

# FULL: an acknowledged commit survives a power cut; NORMAL may lose the last ones in WAL mode.
SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY"
)
MYSQL_START = (
    "SET sql_mode='STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
    f"ERROR_FOR_DIVISION_BY_ZERO', innodb_lock_wait_timeout={LOCK_WAIT_SECONDS}"
)


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the database at `url`, with the engine's safety options.

    Options given in the URL's query (a TLS certificate, say) are kept.
    """
    settings: dict[str, Any] = dict(
        dj_database_url.parse(url, conn_max_age=CONNECTION_LIFE_SECONDS, conn_health_checks=True)
    )
    options = settings.setdefault("OPTIONS", {})
    engine = settings["ENGINE"].rsplit(".", 1)[-1]
    if engine == "sqlite3":
        # IMMEDIATE: a transaction that reads first and writes later would fail at once otherwise.
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", SQLITE_BUSY_SECONDS)
        options.setdefault("init_command", SQLITE_START)
    elif engine == "mysql":
        # The server's own default is REPEATABLE READ, which would hide the winner of a race.
        options.setdefault("isolation_level", "read committed")
        options.setdefault("charset", "utf8mb4")
        # Ids and digests are bytes: without the prefix the server reads them as text and warns.
        options.setdefault("binary_prefix", True)
        options.setdefault("init_command", MYSQL_START)
    elif engine == "postgresql":
        options.setdefault("options", f"-c lock_timeout={LOCK_WAIT_SECONDS}s")
    if engine == "sqlite3":
        # A file, not memory: tests then meet the same locks as the bank does.
        path = Path(gettempdir()) / f"bank-test-{os.getpid()}.sqlite3"
        settings.setdefault("TEST", {})["NAME"] = str(path)
    # On MySQL, rows keep the byte order: 'Key-A' and 'key-a ' are two keys.
    settings.setdefault("TEST", {}).update(
        {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_bin"} if engine == "mysql" else {}
    )
    return settings
