"""A throwaway gateway: the bank's own nginx settings in front of given ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config.run.gateway import Gateway
from config.run.network import free_port
from tests.servers.temporary import place


@contextmanager
def gateway(*, ports: Mapping[str, int]) -> Iterator[Gateway]:
    """Run a gateway in front of the services that listen on `ports`; its address is `url`."""
    with place() as (directory, supervisor):
        server = Gateway(
            directory=directory / "nginx",
            port=free_port(),
            ports=ports,
            log=directory / "gateway.log",
        )
        supervisor.start(server.spec(), ready=server.ready, within=20.0)
        yield server
