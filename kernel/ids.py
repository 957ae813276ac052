"""Time-ordered UUIDs (RFC 9562, version 7), kept in 16 bytes on every engine.

Django's own UUIDField is char(32) on MySQL and a native type on MariaDB, so a dump of one does not
load into the other, and its rows are larger.
"""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from typing import Any

from django.db import models

_RANDOM_BITS = 62
_COUNTER_BITS = 12
_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """Return a UUID that sorts after every earlier one of this process.

    The 12 bits behind the millisecond count up within one, and borrow from the next when used up.
    """
    global _last  # noqa: PLW0603  (one clock for the process)
    with _lock:
        tick = max(time.time_ns() // 1_000_000 << _COUNTER_BITS, _last + 1)
        _last = tick
    milliseconds, counter = tick >> _COUNTER_BITS, tick & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62
    return uuid.UUID(int=value | secrets.randbits(_RANDOM_BITS))


def parse_id(value: object) -> uuid.UUID | None:
    """Return the UUID that a client wrote in its 36-character form, or None."""
    if not isinstance(value, str):
        return None
    try:
        parsed = uuid.UUID(value)
    except ValueError:
        return None
    return parsed if str(parsed) == value.lower() else None


def from_database(value: object) -> uuid.UUID:
    """Return the id that hand-written SQL read."""
    if isinstance(value, uuid.UUID):
        return value
    return uuid.UUID(bytes=bytes(value))  # type: ignore[call-overload]


class IdField(models.Field):  # type: ignore[type-arg]
    """A UUID column: BINARY(16) on MySQL and MariaDB, BLOB on SQLite, uuid on PostgreSQL."""

    description = "UUID in 16 bytes"

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return {"mysql": "binary(16)", "postgresql": "uuid"}.get(connection.vendor, "blob")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Return the value as the driver wants it."""
        value = self.to_python(value)
        if value is None:
            return None
        return value if connection.vendor == "postgresql" else value.bytes

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> uuid.UUID | None:
        """Return the UUID that the driver read."""
        return None if value is None else from_database(value)

    def to_python(self, value: Any) -> uuid.UUID | None:
        """Return a UUID.

        Raises:
            ValidationError: the value is none.

        """
        if value is None or isinstance(value, uuid.UUID):
            return value
        if isinstance(value, bytes):
            return uuid.UUID(bytes=value)
        try:
            return uuid.UUID(str(value))
        except ValueError as wrong:
            from django.core.exceptions import ValidationError

            raise ValidationError("%(value)s is no UUID", params={"value": value}) from wrong

    def value_to_string(self, obj: Any) -> str:
        """Return the text that a fixture holds."""
        return str(self.value_from_object(obj))
