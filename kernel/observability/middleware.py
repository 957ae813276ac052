"""The outermost layer: a request id, one log line and two metrics for every request."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel.ids import new_id
from kernel.observability.context import set_request_id
from kernel.observability.metrics import request_duration, requests_total

log = structlog.get_logger("request")

_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_QUIET: Final = frozenset({"/healthz", "/readyz"})


class RequestMiddleware:
    """Takes the gateway's X-Request-ID or makes one; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, measure and log. The log line has the route, never the address with its ids."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        identifier = given if _GIVEN_ID.fullmatch(given) else str(new_id())
        set_request_id(identifier)
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        response.headers["X-Request-ID"] = identifier
        if not response.streaming:
            # Without it, gunicorn sends the answer in chunks.
            response.headers.setdefault("Content-Length", str(len(response.content)))
        route = getattr(request.resolver_match, "route", None) or "unmatched"
        method = request.method if request.method in _METHODS else "OTHER"
        requests_total.labels(settings.SERVICE, route, method, response.status_code).inc()
        request_duration.labels(settings.SERVICE, route, method).observe(seconds)
        if request.path not in _QUIET:
            log.info(
                "request.answered",
                method=method,
                route=route,
                status=response.status_code,
                duration_ms=round(seconds * 1000, 1),
            )
        return response


_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
