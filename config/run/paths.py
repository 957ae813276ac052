"""Where things are on this machine. Everything made at run time is below one directory."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.run.console import Problem

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
PORTAL = ROOT / "frontend" / "dist"

# The kernel's limit is 108 bytes with the final zero; programs append a little to the name.
LONGEST_SOCKET = 90


@dataclass(frozen=True)
class State:
    """The run-time state of one bank: database, keys, mails, logs."""

    root: Path

    @property
    def keys(self) -> Path:
        """Return where the secrets are."""
        return self.root / "keys"

    @property
    def mail(self) -> Path:
        """Return where the mails are."""
        return self.root / "mail"

    @property
    def database(self) -> Path:
        """Return the SQLite database."""
        return self.root / "bank.sqlite3"

    def log(self, name: str) -> Path:
        """Return the log of the named process."""
        return self.root / "log" / f"{name}.log"

    def socket(self, name: str) -> Path:
        """Return a Unix socket's path that the kernel accepts, also in a deep checkout."""
        path = self.root / f"{name}.sock"
        if len(os.fsencode(path)) <= LONGEST_SOCKET:
            return path
        # The same short directory every time, and nobody else's.
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"bank-{os.getuid()}-{mark}"
        short.mkdir(mode=0o700, exist_ok=True)
        if short.stat().st_uid != os.getuid():
            message = f"{short} belongs to somebody else; set TMPDIR to a directory of your own."
            raise Problem(message)
        return short / f"{name}.sock"

    def prepare(self) -> None:
        """Make the directories; logs of the run before are set aside, its metrics forgotten."""
        shutil.rmtree(self.root / "metrics", ignore_errors=True)
        for directory in (self.root, self.root / "log", self.mail):
            directory.mkdir(parents=True, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        for log in (self.root / "log").glob("*.log"):
            log.replace(log.with_suffix(".log.1"))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep a second bank away from this state while the first one runs.

        Raises:
            Problem: the first one runs.

        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "run.lock").open("a+", encoding="ascii") as file:
            try:
                # Held by this process only (never inherited) and let go by the kernel at its end.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                message = (
                    f"This bank is running already, as process {file.read().strip() or '?'} "
                    f"({self.root}). Stop it first: Ctrl-C where it runs."
                )
                raise Problem(message) from error
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
