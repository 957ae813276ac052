"""Columns of sealed values."""

from __future__ import annotations

from typing import Any

from django.db import models


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Sealed bytes of at most `max_length`; Django's own BinaryField is a LONGBLOB on MySQL."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        kinds = {"mysql": f"varbinary({self.max_length})", "postgresql": "bytea"}
        return kinds.get(connection.vendor, "blob")

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:  # noqa: ARG002
        """Return the plain mark: the connection prefixes bytes itself (see config/databases.py)."""
        return "%s"
