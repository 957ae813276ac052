"""A place and a supervisor for servers that live as long as a `with` block."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.run.supervisor import Supervisor

MEMORY = Path("/dev/shm")  # noqa: S108  (used for directories of our own only)
ENOUGH_MEMORY = 4 * 1024**3


@contextmanager
def place(*, in_memory: bool = False) -> Iterator[tuple[Path, Supervisor]]:
    """Give a new directory and a supervisor; at the end nothing of either is left.

    `in_memory` is for tests that make and drop tables all the time, where there is room for it.
    """
    where = MEMORY if in_memory and _roomy(MEMORY) else None
    with (
        # Short, for the sake of Unix sockets. A server's last files may appear while it goes.
        tempfile.TemporaryDirectory(
            prefix="bank-", dir=where, ignore_cleanup_errors=True
        ) as directory,
        Supervisor() as supervisor,
    ):
        # Another user (PostgreSQL's) must be able to pass through.
        Path(directory).chmod(0o711)
        yield Path(directory), supervisor


def _roomy(directory: Path) -> bool:
    return directory.is_dir() and shutil.disk_usage(directory).free > ENOUGH_MEMORY
