"""Without its counters nobody signs in: a lost Redis is answered as an outage, not as an error."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as TimedOut

from kernel.errors import TryAgain
from kernel.http.errors import problem_response

log = structlog.get_logger(__name__)


class LostCacheMiddleware:
    """Turns a lost connection to the cache into 503 with Retry-After."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Return the answer to a lost cache; other failures are not for here."""
        if not isinstance(failure, Disconnected | TimedOut):
            return None
        log.warning("cache.lost", error=type(failure).__name__)
        return problem_response(
            status=503,
            code=TryAgain.code,
            title=TryAgain.title,
            headers={"Retry-After": str(TryAgain.retry_after_seconds)},
        )
