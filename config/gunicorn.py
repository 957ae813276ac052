"""gunicorn's settings, the same for every service. The environment sets the numbers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

from kernel.observability.metrics_server import serve_metrics

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 30
keepalive = 75
max_requests = 0
# Two services of one user would open the same socket.
control_socket_disable = True
accesslog = None
errorlog = "-"
preload_app = False


def on_starting(_server: Any) -> None:
    """Empty the metrics directory: files of an earlier master would count for ever."""
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not directory:
        return
    shutil.rmtree(directory, ignore_errors=True)
    Path(directory).mkdir(parents=True, exist_ok=True)


def when_ready(_server: Any) -> None:
    """Serve the metrics of all workers on their own port, which no gateway routes to."""
    serve_metrics(port=int(os.environ.get("METRICS_PORT", "0")))


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the live gauges of a worker that ended."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
