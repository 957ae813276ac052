"""Read the archive's tables, whichever way they are packed: a folder, a zip, gzip, `,` or `;`."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from config.berka.archive import ArchiveWrong

Record = dict[str, str]


class Tables(Protocol):
    """A place that holds tables by name."""

    def has(self, name: str) -> bool:
        """Return whether the table is there."""

    def read(self, name: str) -> Iterator[Record]:
        """Yield the table's records by column."""


class PreparedTables:
    """`<table>.csv.gz` in a folder: comma-separated UTF-8."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder."""
        self._folder = folder

    def has(self, name: str) -> bool:
        """Return whether the table is there."""
        return self._path(name).is_file()

    def read(self, name: str) -> Iterator[Record]:
        """Yield the table's records by column."""
        path = self._path(name)
        try:
            with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
                yield from csv.DictReader(lines)
        except (OSError, EOFError, zlib.error, csv.Error, UnicodeDecodeError) as wrong:
            raise ArchiveWrong(f"{path} cannot be read: {wrong}") from wrong

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.csv.gz"


class OriginalTables:
    """`<table>.asc` in a folder or in a zip, at any depth: semicolons, plain ASCII."""

    def __init__(self, path: Path) -> None:
        """Keep the folder or the zip file."""
        self._path = path

    def has(self, name: str) -> bool:
        """Return whether the table is there."""
        return self._bytes(name) is not None

    def read(self, name: str) -> Iterator[Record]:
        """Yield the table's records by column."""
        content = self._bytes(name)
        if content is None:
            raise ArchiveWrong(f"{self._path} has no {name}.asc.")
        # Latin-1 reads any byte: copies exist whose district names were given accents.
        lines = io.StringIO(content.decode("latin-1"), newline="")
        try:
            yield from csv.DictReader(lines, delimiter=";")
        except csv.Error as wrong:
            raise ArchiveWrong(f"{name}.asc cannot be read: {wrong}") from wrong

    def _bytes(self, name: str) -> bytes | None:
        wanted = f"{name}.asc"
        if self._path.is_dir():
            found = sorted(path for path in self._path.rglob("*") if path.name.lower() == wanted)
            return found[0].read_bytes() if found else None
        try:
            with zipfile.ZipFile(self._path) as packed:
                names = [item for item in packed.namelist() if _last(item) == wanted]
                return packed.read(names[0]) if names else None
        except (OSError, zipfile.BadZipFile, zlib.error) as wrong:
            raise ArchiveWrong(f"{self._path} cannot be read: {wrong}") from wrong


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1].lower()
