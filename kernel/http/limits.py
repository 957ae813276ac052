"""How often one person may ask for money to be moved: a bound on what a stolen token can try.

Counted in Redis by UTC day and service. It guards and does not account, so it is not in the way
when Redis is away.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache, caches
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled

from kernel.http.counters import CountingCache

log = structlog.get_logger(__name__)

_DAY: Final = timedelta(days=1)
# How long a lost Redis is not asked again: a time-out on every movement would be in the way.
_REST_SECONDS: Final = 5.0
_ask_again_at = 0.0


def count_money_call(*, person_id: UUID, now: datetime) -> None:
    """Count a call that moves money.

    Raises:
        Throttled: MONEY_CALLS_PER_DAY are used up; `wait` is the time to the next UTC day.

    """
    limit = settings.MONEY_CALLS_PER_DAY
    if limit and _count(person_id=person_id, now=now) > limit:
        raise Throttled(wait=_left_of_day(now).total_seconds())


def _count(*, person_id: UUID, now: datetime) -> int:
    global _ask_again_at  # noqa: PLW0603  (one Redis for the process)
    if time.monotonic() < _ask_again_at:
        return 0
    key = f"money-calls:{now.astimezone(UTC).date().isoformat()}:{person_id}"
    try:
        return _increment(key)
    except (RedisError, OSError) as failure:
        _ask_again_at = time.monotonic() + _REST_SECONDS
        log.warning("limits.unavailable", error=type(failure).__name__)
        return 0


def _increment(key: str) -> int:
    shared = caches["default"]
    if isinstance(shared, CountingCache):
        return shared.count(key, life=_DAY)
    try:
        return cache.incr(key)
    except ValueError:
        # Nobody has called today. Of two first calls at once, one makes the counter for both.
        cache.add(key, 0, timeout=_DAY.total_seconds())
    try:
        return cache.incr(key)
    except ValueError:
        return 0


def _left_of_day(now: datetime) -> timedelta:
    moment = now.astimezone(UTC)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY - moment
