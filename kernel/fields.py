"""Columns that Django lacks."""

from __future__ import annotations

from typing import Any

from django.db import models


class BytesField(models.BinaryField):  # type: ignore[type-arg]
    """Exactly `length` bytes: Django's BinaryField is a LONGBLOB on MySQL, which can be no key."""

    def __init__(self, *args: Any, length: int, **kwargs: Any) -> None:
        """Keep the length in bytes."""
        self.length = length
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "length": self.length}

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        kinds = {"mysql": f"binary({self.length})", "postgresql": "bytea"}
        return kinds.get(connection.vendor, "blob")

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:  # noqa: ARG002
        """Return the plain mark: the connection prefixes bytes itself (see config/databases.py)."""
        return "%s"
