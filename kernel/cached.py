"""Reads that everybody gets alike, kept in Redis until somebody changes what they say.

Only for what is public to every person who is signed in: the answer may not depend on who asks. A
balance is never kept. What is kept is JSON, and lives for LIFE at most: that is how long a change
can go unseen when Redis was away at its very moment.

    read_cached("branches", "all", make=lambda: [...])       in a view
    forget_cached("branches")                                 in the command that changes them
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal

import structlog
from django.core.cache import caches
from django.db import transaction
from redis.exceptions import RedisError

from kernel.ids import new_id

log = structlog.get_logger(__name__)

LIFE: Final = 60
# How long a lost Redis is not asked again: a time-out on every read would be in the way.
_REST_SECONDS: Final = 5.0
_ask_again_at = 0.0

# What may be kept: one word for all reads that one change makes untrue.
Topic = Literal["branches", "account-types", "interest-rates"]


def read_cached(topic: Topic, name: str, *, make: Callable[[], Any]) -> Any:
    """Return a JSON value by its name, as it was kept or as `make` reads it from the database.

    Every change of a topic gives it a new mark. A value is kept with the mark from before it was
    read, so one that was read before a change and kept after it is not taken for true.
    """
    mark_key, value_key = f"mark:{topic}", f"value:{topic}:{name}"
    found = _ask(lambda cache: cache.get_many([mark_key, value_key]), otherwise=None)
    if found is None:
        return make()
    mark = found.get(mark_key) or _ask(partial(_begin, mark_key), otherwise=None)
    kept_under, _, text = found.get(value_key, "").partition(" ")
    if mark is not None and kept_under == mark:
        return json.loads(text)
    value = make()
    if mark is not None:
        content = f"{mark} {json.dumps(value)}"
        _ask(lambda cache: cache.set(value_key, content, timeout=LIFE), otherwise=None)
    return value


def forget_cached(topic: Topic) -> None:
    """Make all values of a topic untrue, once the transaction that changes them is committed."""
    transaction.on_commit(partial(_renew, topic), robust=True)


def _renew(topic: Topic) -> None:
    mark = str(new_id())
    _ask(lambda cache: cache.set(f"mark:{topic}", mark, timeout=None), otherwise=None, always=True)


def _begin(mark_key: str, cache: Any) -> str | None:
    # Of two first readers at once, one makes the mark for both.
    cache.add(mark_key, str(new_id()), timeout=None)
    mark: str | None = cache.get(mark_key)
    return mark


def _ask(question: Callable[[Any], Any], *, otherwise: Any, always: bool = False) -> Any:
    """Return what Redis answers, or `otherwise` when it is away; `always` asks in any case."""
    global _ask_again_at  # noqa: PLW0603  (one Redis for the process)
    if not always and time.monotonic() < _ask_again_at:
        return otherwise
    try:
        return question(caches["shared"])
    except (RedisError, OSError) as failure:
        _ask_again_at = time.monotonic() + _REST_SECONDS
        log.warning("cache.unavailable", error=type(failure).__name__)
        return otherwise
