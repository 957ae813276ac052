"""The metrics of all processes of one service, on a port of their own."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector


def serve_metrics(*, port: int) -> None:
    """Serve `/metrics` on `port` in a thread; with port 0 nothing is served.

    Needs PROMETHEUS_MULTIPROC_DIR: with two workers, each alone knows only its own numbers.
    """
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if port == 0 or not directory:
        return
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=directory)  # type: ignore[no-untyped-call]
    start_http_server(port, registry=registry)
