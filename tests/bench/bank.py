"""A throwaway bank for measuring: MariaDB with full durability and one service behind gunicorn."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from config.run.bank import Bank
from config.run.keys import make_keys
from config.run.mariadb import MariaDBServer
from config.run.network import HOST, answers, free_port
from config.run.paths import State
from config.run.supervisor import Supervisor
from config.run.tools import manage
from tests.bench.world import session
from tests.servers.mariadb import mariadb
from tests.servers.temporary import place

SERVICE = "transactions"
# What an operator of two cores would set; `make bench ARGS=--sweep` compares others.
WORKERS = os.environ.get("WEB_WORKERS", "2")
SETTLE_SECONDS = 60.0
SETTLED_PAGES = 100
THREADS = os.environ.get("WEB_THREADS", "4")


@dataclass(kw_only=True)
class MeasuredBank:
    """One database server and, when asked, the transactions service as in the split deployment."""

    server: MariaDBServer
    parts: Bank
    supervisor: Supervisor
    port: int

    buffer_pool: ClassVar[str] = "2G"

    def give_memory(self) -> None:
        """Let the server keep all rows in memory, as one for a bank does; durability stays full.

        Ceiling and bank are measured on the same server.
        """
        with session(self.server.url()) as cursor:
            cursor.execute(f"SET GLOBAL innodb_buffer_pool_size = {2 * 1024**3}")
            cursor.execute(f"SET GLOBAL innodb_log_file_size = {1024**3}")

    def settle(self) -> None:
        """Wait until the server has written out what was made for the measurement."""
        with session(self.server.url()) as cursor:
            cursor.execute("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0")
            cursor.execute("SET GLOBAL innodb_max_dirty_pages_pct = 0")
            deadline = time.monotonic() + SETTLE_SECONDS
            while time.monotonic() < deadline and self._dirty_pages(cursor) > SETTLED_PAGES:
                time.sleep(0.2)
            cursor.execute("SET GLOBAL innodb_max_dirty_pages_pct = 90")

    @staticmethod
    def _dirty_pages(cursor: Any) -> int:
        cursor.execute("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")
        return int(cursor.fetchone()[1])

    @property
    def database_pid(self) -> int:
        """Return the process of the database server."""
        return int((self.server.directory / "mariadbd.pid").read_text())

    @property
    def web_pid(self) -> int:
        """Return the process of gunicorn's master, which leads the group of its workers."""
        return self.supervisor.pids()[SERVICE]

    def environment(self, *, process: str) -> dict[str, str]:
        """Return what a process of this bank is started with."""
        return self.parts.environment(
            service=SERVICE, database_url=self.server.url(), process=process
        )

    def migrate(self) -> None:
        """Make the tables."""
        log = self.parts.state.log("migrate")
        environment = self.environment(process="migrate")
        self.supervisor.run(manage("migrate", "--no-input", environment=environment, log=log))

    @contextmanager
    def web(self, *, workers: str = WORKERS, threads: str = THREADS) -> Iterator[int]:
        """Run gunicorn with its own settings file and give the port that it answers on."""
        spec = self.parts.web(service=SERVICE, database_url=self.server.url(), port=self.port)
        numbers = {"WEB_WORKERS": workers, "WEB_THREADS": threads}
        spec = replace(spec, environment={**spec.environment, **numbers})
        ready = f"http://{HOST}:{self.port}/readyz"
        self.supervisor.start(spec, ready=lambda: answers(ready))
        try:
            yield self.port
        finally:
            self.supervisor.stop(spec.name)


@contextmanager
def _temporary_files(directory: Path) -> Iterator[None]:
    # A MariaDB that starts empties its TMPDIR of tables, also of those that another one is using.
    own = directory / "tmp"
    own.mkdir()
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(own)
    try:
        yield
    finally:
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


@contextmanager
def measured_bank() -> Iterator[MeasuredBank]:
    """Run the database server of a bank that lives as long as the measurement."""
    with place() as (directory, supervisor), _temporary_files(directory), mariadb() as server:
        state = State(Path(directory))
        state.prepare()
        parts = Bank(
            state=state,
            keys=make_keys(directory=state.keys),
            public_url="http://localhost",
            redis_url="redis://127.0.0.1:1/0",  # a transfer asks no Redis; nobody listens there
            settings={"EMBEDDED": "0", "DEBUG": "0", "TESTING": "0", "LOG_LEVEL": "INFO"},
        )
        yield MeasuredBank(server=server, parts=parts, supervisor=supervisor, port=free_port())


def enter_django(bank: MeasuredBank) -> None:
    """Make this process one of the bank's, so that its own queries and commands can be called."""
    os.environ.update(bank.environment(process="bench"))
    import django

    django.setup()
