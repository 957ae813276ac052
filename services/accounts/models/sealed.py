"""Properties that read and write sealed columns with a person's key."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from services.accounts.sealing import PersonKey


class KeyOwner(Protocol):
    """A row that knows whose key seals its values; None once that key is destroyed."""

    id: UUID

    def person_key(self) -> PersonKey | None:
        """Return the key."""


class SealedText:
    """A text in the column `<name>_sealed` of its model, bound to table, column and row."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the column's name."""
        self.column = f"{name}_sealed"
        self.name = name
        self.table = f"accounts_{owner.__name__.lower()}"

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        """Return the value; the empty one when there is none, or when the person is erased."""
        if row is None:
            return self
        sealed = getattr(row, self.column)
        key = row.person_key() if sealed else None
        if key is None:
            return self.read("")
        return self.read(key.unseal(sealed, context=self._context(row)))

    def __set__(self, row: Any, value: Any) -> None:
        """Seal a value.

        Raises:
            LookupError: the person is erased.

        """
        text = self.write(value)
        key = row.person_key()
        if text and key is None:
            raise LookupError("The person's key is destroyed.")
        sealed = key.seal(text, context=self._context(row)) if text and key else b""
        setattr(row, self.column, sealed)

    def read(self, text: str) -> Any:
        """Return the value that a text stands for."""
        return text

    def write(self, value: Any) -> str:
        """Return the text that stands for a value."""
        return str(value)

    def _context(self, row: Any) -> str:
        return f"{self.table}.{self.name}:{row.id}"


class SealedDate(SealedText):
    """A day, or None."""

    def read(self, text: str) -> date | None:
        """Return the day."""
        return date.fromisoformat(text) if text else None

    def write(self, value: date | None) -> str:
        """Return the ISO text."""
        return value.isoformat() if value else ""


class SealedJson(SealedText):
    """A JSON object, or None."""

    def read(self, text: str) -> Any:
        """Return the object."""
        return json.loads(text) if text else None

    def write(self, value: Any) -> str:
        """Return the JSON text."""
        return json.dumps(value, sort_keys=True, separators=(",", ":")) if value else ""
