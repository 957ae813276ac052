"""The signature of a webhook, and how a receiver proves it.

`verify` needs nothing of the bank: an integrator may copy it.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

# A receiver refuses what was signed longer ago, or further ahead of its own clock.
REPLAY_WINDOW_SECONDS: Final = 300


def sign(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return the HMAC-SHA256, in hex, of `<timestamp>.<body>`; the timestamp is in Unix seconds."""
    return hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


def verify(*, secret: str, timestamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """Return whether a message is the bank's and fresh.

    `timestamp` and `signature` are the headers as they came; `body` is the bytes as they came. Who
    also remembers the ids of five minutes cannot be given the same message twice.
    """
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:  # noqa: PLR2004
        return False
    if abs(now.timestamp() - int(timestamp)) > REPLAY_WINDOW_SECONDS:
        return False
    expected = sign(secret=secret, timestamp=int(timestamp), body=body)
    return hmac.compare_digest(expected.encode(), signature.encode())
