"""A throwaway MariaDB with the settings that the bank asks of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.run.mariadb import MariaDBServer
from config.run.network import free_port
from tests.servers.temporary import place

PASSWORD = "throwaway"


@contextmanager
def mariadb(*, in_memory: bool = False) -> Iterator[MariaDBServer]:
    """Run a MariaDB and give it; `url()` is root's address, `log` its log.

    `in_memory` keeps its files off the disk where there is room: the same server with the same
    settings, but a commit costs nothing. Not for measuring.
    """
    with place(in_memory=in_memory) as (directory, supervisor):
        server = MariaDBServer(
            directory=directory,
            socket=directory / "mariadb.sock",
            port=free_port(),
            log=directory / "mariadb.log",
            passwords={"root": PASSWORD, "migrator": PASSWORD},
        )
        server.install()
        supervisor.start(server.spec(), ready=server.ready)
        yield server
