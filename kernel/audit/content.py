"""What an edit says: the fields that differ, and the bytes that its link covers."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from kernel.audit.models import Edit

# A personal value that was sealed before it came here: {"sealed": "<base64>"}.
SEALED = "sealed"


def differing(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> tuple[str | None, str | None]:
    """Return the fields that differ, as two JSON texts; all of them when one side is nothing."""
    if before is None or after is None:
        return _text(before), _text(after)
    old = {name: _plain(value) for name, value in before.items()}
    new = {name: _plain(value) for name, value in after.items()}
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    changed |= old.keys() ^ new.keys()
    return (
        canonical({name: value for name, value in old.items() if name in changed}),
        canonical({name: value for name, value in new.items() if name in changed}),
    )


def content_of(edit: Edit) -> bytes:
    """Return what the edit's link covers: every column but the link itself."""
    return canonical(
        {
            "id": str(edit.id),
            "service": edit.service,
            "subject_type": edit.subject_type,
            "subject_id": str(edit.subject_id),
            "action": edit.action,
            "actor_id": None if edit.actor_id is None else str(edit.actor_id),
            "before": edit.before,
            "after": edit.after,
            "reason": edit.reason,
            "request_id": edit.request_id,
            "happened_at": edit.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    ).encode()


def canonical(content: Mapping[str, Any]) -> str:
    """Return one JSON text for equal contents: sorted keys, nothing between."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _text(content: Mapping[str, object] | None) -> str | None:
    if content is None:
        return None
    return canonical({name: _plain(value) for name, value in content.items()})


def _plain(value: object) -> Any:
    """Return a value as JSON has it; lists and mappings with all that is in them."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _single(value)


def _single(value: object) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bytes | memoryview):
        return {SEALED: base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    assert value is None or isinstance(value, str | int), f"{type(value)} is no value of an edit"
    return value
