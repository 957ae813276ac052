"""Run the soak: a throwaway database of each kind, some minutes of random operations, the proof.

python -m tests.soak --seconds 600 --on mariadb,sqlite --seed 7
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.run.console import Problem, fail, say
from tests.servers.mariadb import mariadb

SHORT = 15


def _run(url: str, *, seconds: int, seed: int) -> int:
    # A process of its own: Django is set up for one database.
    command = [sys.executable, "-m", "tests.soak.life", str(seconds), str(seed)]
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SERVICE": "transactions",
        "DEBUG": "1",
        "TESTING": "1",
        "LOG_LEVEL": "WARNING",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Run on each database; 1 when something was broken."""
    parser = argparse.ArgumentParser(description="Move money in every way at once.")
    parser.add_argument("--seconds", type=int, default=SHORT, help=f"for each ({SHORT})")
    parser.add_argument("--on", default="mariadb,sqlite", help="mariadb, sqlite or both")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    failed = 0
    try:
        for name in options.on.split(","):
            say(f"\n{name}, {options.seconds} seconds, seed {options.seed}")
            failed += _ON[name](options.seconds, options.seed)
    except Problem as problem:
        return fail(problem)
    return 1 if failed else 0


def _on_mariadb(seconds: int, seed: int) -> int:
    with mariadb() as server:
        return _run(server.url(), seconds=seconds, seed=seed)


def _on_sqlite(seconds: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        return _run(f"sqlite:///{Path(place) / 'soak.sqlite3'}", seconds=seconds, seed=seed)


_ON = {"mariadb": _on_mariadb, "sqlite": _on_sqlite}


if __name__ == "__main__":
    sys.exit(main())
