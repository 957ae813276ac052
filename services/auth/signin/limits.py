"""When a limit of allauth's ends: allauth refuses, and does not say for how long."""

from __future__ import annotations

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"


def seconds_left(request: HttpRequest, *, action: str, key: str) -> int:
    """Return after how many seconds a limit that refused a request lets the next one through."""
    now, longest = time.time(), 1.0
    for rate in ratelimit.get_rates(app=_APP, action=action):
        name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        # Instants, the newest first.
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            longest = max(longest, history[rate.amount - 1] + rate.duration - now)
    return math.ceil(longest)
