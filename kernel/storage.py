"""Where the content of files is kept: sealed files outside of every web root.

A file is named by an id of ours; no name that a client wrote ever becomes a path. Another kind of
storage (an object store) takes the place of the folder by having these three methods.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID


class FileStorage(Protocol):
    """Keeps bytes under an id."""

    def write(self, *, file_id: UUID, content: bytes) -> None:
        """Keep the content, whole or not at all."""

    def read(self, *, file_id: UUID) -> bytes:
        """Return the content.

        Raises:
            FileNotFoundError: there is none.

        """

    def delete(self, *, file_id: UUID) -> None:
        """Forget the content; nothing happens when there is none."""


class FolderStorage:
    """Files in a folder: a directory on one machine, a volume in a cluster."""

    def __init__(self, root: Path) -> None:
        """Keep the folder."""
        self.root = root

    def write(self, *, file_id: UUID, content: bytes) -> None:
        """Write beside, then rename: a crash leaves no half file under the name."""
        path = self._path(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def read(self, *, file_id: UUID) -> bytes:
        """Return the content."""
        return self._path(file_id).read_bytes()

    def delete(self, *, file_id: UUID) -> None:
        """Remove the file."""
        with contextlib.suppress(FileNotFoundError):
            self._path(file_id).unlink()

    def _path(self, file_id: UUID) -> Path:
        # The last digits of a time-ordered id are random, so that folders fill evenly.
        return self.root / file_id.hex[-2:] / f"{file_id.hex}.sealed"
