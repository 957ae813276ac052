"""Where the files of statements are kept: outside of every web root, whole or not at all.

A file is named by an id of ours. Another kind of storage (an object store) takes the place of the
folder by having these methods.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings

_PIECE = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What was kept: how many bytes, and their SHA-256."""

    size: int
    sha256: bytes


class StatementStorage(Protocol):
    """Keeps files under an id."""

    def write(self, *, file_id: UUID, pieces: Iterable[bytes]) -> Kept:
        """Keep a file piece by piece; nothing is kept when a piece fails."""

    def read(self, *, file_id: UUID) -> Iterator[bytes]:
        """Yield the file in pieces.

        Raises:
            FileNotFoundError: there is none; before the first piece.

        """

    def delete(self, *, file_id: UUID) -> None:
        """Forget a file; nothing happens when there is none."""


class FolderStorage:
    """Files in a folder: a directory on one machine, a volume in a cluster."""

    def __init__(self, root: Path) -> None:
        """Keep the folder."""
        self.root = root

    def write(self, *, file_id: UUID, pieces: Iterable[bytes]) -> Kept:
        """Write beside, then rename: neither a crash nor a failure leaves half a file."""
        path = self._path(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two processes may make the same file; each has its own place until the rename.
        beside = path.with_suffix(f".{os.urandom(4).hex()}.part")
        digest, size = hashlib.sha256(), 0
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            raise
        return Kept(size=size, sha256=digest.digest())

    def read(self, *, file_id: UUID) -> Iterator[bytes]:
        """Open the file at once, and yield it in pieces."""
        file = self._path(file_id).open("rb")

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(_PIECE):
                    yield piece

        return pieces()

    def delete(self, *, file_id: UUID) -> None:
        """Remove the file."""
        with contextlib.suppress(FileNotFoundError):
            self._path(file_id).unlink()

    def _path(self, file_id: UUID) -> Path:
        # The last digits of a time-ordered id are random, so that folders fill evenly.
        return self.root / file_id.hex[-2:] / file_id.hex


def statement_storage() -> StatementStorage:
    """Return the storage of this process."""
    return FolderStorage(Path(settings.STATEMENT_ROOT))
