"""Waiting for what happens in another process, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

POLL_SECONDS = 0.1
T = TypeVar("T")


def wait_until(look: Callable[[], T], *, what: str, within: float = 30.0) -> T:
    """Return what `look` finds, once it finds something.

    Raises:
        AssertionError: it found nothing in time.

    """
    deadline = time.monotonic() + within
    while not (found := look()):
        if time.monotonic() > deadline:
            message = f"{what}: not within {within:.0f} s"
            raise AssertionError(message)
        time.sleep(POLL_SECONDS)
    return found
