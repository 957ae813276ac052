"""The digest of what is approved: the same in `auth`, which signs it, and where it is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def facts_digest(*, operation: str, facts: Mapping[str, str]) -> str:
    """Return the SHA-256 of an operation and its facts, 64 hexadecimal digits.

    It is taken over JSON in UTF-8 with sorted keys and nothing between.
    """
    content = {"operation": operation, "facts": dict(facts)}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
