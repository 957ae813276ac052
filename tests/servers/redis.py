"""A throwaway Redis: the bundled one, else the system's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.run.redis import RedisServer
from tests.servers.temporary import place


@contextmanager
def redis() -> Iterator[RedisServer]:
    """Run a Redis and give it; its address is `url`."""
    with place() as (directory, supervisor):
        server = RedisServer(
            directory=directory, socket=directory / "redis.sock", log=directory / "redis.log"
        )
        supervisor.start(server.spec(), ready=server.ready, within=20.0)
        yield server
