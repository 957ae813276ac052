"""Refusals and outages outside of our own views, as problems: allauth's views know none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from kernel.errors import BankError, TryAgain
from kernel.http.errors import CONTENT_TYPE, answer_400, problem, problem_response, status_of
from kernel.ledger.contention import what_happened
from services.auth import queries
from services.auth.signin.refusals import TooManyRequests

log = structlog.get_logger(__name__)

TOO_MANY: Final = 429
SESSION_PATHS: Final = ("/api/v1/auth/", "/identity/")


class ProblemMiddleware:
    """Answers what allauth's views raise, and says when a limit ends.

    Without the counters of its limits nobody signs in: a lost Redis is answered as an outage.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a limit of allauth's becomes a problem with Retry-After."""
        response = self.get_response(request)
        if response.status_code == TOO_MANY and not response.headers.get("Retry-After"):
            return answer_refusal(TooManyRequests())
        return response

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Return the answer to a foreseen failure; others are not for here."""
        if isinstance(failure, RedisError):
            log.warning("cache.lost", error=type(failure).__name__)
            return answer_refusal(TryAgain())
        if isinstance(failure, OperationalError | InterfaceError) and what_happened(failure):
            return answer_refusal(TryAgain())
        if isinstance(failure, BankError):
            return answer_refusal(failure)
        if isinstance(failure, OverflowError | DataError):
            # allauth asks for rows by whatever number it is sent; none has one as large as this.
            return answer_400(request)
        return None


class SessionLifeMiddleware:
    """Ends a session whose time is up, before anything is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer. Elsewhere a token is asked for, and the cookie is not looked at."""
        if request.path.startswith(SESSION_PATHS) and request.user.is_authenticated:
            now = timezone.now()
            if queries.is_session_over(request.session, now=now):
                request.session.flush()
                request.user = AnonymousUser()
        return self.get_response(request)


def answer_refusal(failure: BankError) -> HttpResponse:
    """Return a refusal as a problem; one that ends by itself says when, and is a 429 or a 503."""
    seconds = getattr(failure, "retry_after_seconds", None)
    if seconds is None:
        return problem_response(status=status_of(failure), code=failure.code, title=failure.title)
    status = status_of(failure)
    body = problem(status=status, code=failure.code, title=failure.title, detail=failure.detail)
    headers = {"Retry-After": str(seconds)}
    return JsonResponse(body, status=status, headers=headers, content_type=CONTENT_TYPE)
