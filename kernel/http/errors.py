"""Failures on the wire: RFC 9457 problems with a stable code. The one place that knows numbers."""

from __future__ import annotations

from typing import Any, Final

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from kernel import errors
from kernel.ledger.contention import what_happened
from kernel.observability.context import request_id

log = structlog.get_logger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
STATUS_OF: Final = {
    errors.Invalid: 400,
    errors.Unproven: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Refused: 422,
    errors.TryAgain: 503,
}
_FRAMEWORK: Final = {
    401: ("not_authenticated", "You are not signed in"),
    403: ("permission_denied", "You may not do this"),
    404: ("not_found", "There is no such thing"),
    405: ("method_not_allowed", "This cannot be done here"),
    406: ("not_acceptable", "The answer is JSON"),
    413: ("request_too_large", "The request is too large"),
    415: ("unsupported_media_type", "The request must be JSON"),
    429: ("too_many_requests", "Too many requests"),
}


_FRAMEWORK_UNPROVEN: Final = 401


def status_of(failure: errors.BankError) -> int:
    """Return the HTTP status of a failure by its kind."""
    return next(status for kind, status in STATUS_OF.items() if isinstance(failure, kind))


def problem(
    *, status: int, code: str, title: str, detail: str = "", errors_by_field: Any = None
) -> dict[str, Any]:
    """Return the body of a problem."""
    body = {
        "type": f"/docs/errors#{code}",
        "title": title,
        "status": status,
        "detail": detail or f"{title}.",
        "code": code,
        "request_id": request_id(),
    }
    if errors_by_field:
        body["errors"] = errors_by_field
    return body


def answer_problem(failure: Exception, _context: dict[str, Any]) -> Response | None:
    """Return the answer to a failure inside a view; None lets Django answer 500."""
    if isinstance(failure, OperationalError | InterfaceError) and what_happened(failure):
        # Nothing happened: the database is away, or somebody else held the rows for too long.
        failure = errors.TryAgain()
    body = _body_of(failure)
    if body is None:
        return None
    return Response(
        body, status=body["status"], headers=_headers_of(failure, body), content_type=CONTENT_TYPE
    )


def _body_of(failure: Exception) -> dict[str, Any] | None:
    if isinstance(failure, errors.BankError):
        return _of_bank_error(failure)
    if isinstance(failure, exceptions.ValidationError):
        return _of_fields(failure)
    if isinstance(failure, exceptions.ParseError):
        return problem(
            status=400,
            code="malformed_request",
            title="The request cannot be read",
            detail=str(failure.detail),
        )
    status = _framework_status(failure)
    if status is None:
        return None
    code, title = _FRAMEWORK.get(status, ("request_failed", "The request failed"))
    return problem(status=status, code=code, title=title)


def _headers_of(failure: Exception, body: dict[str, Any]) -> dict[str, str]:
    if isinstance(failure, errors.TryAgain):
        return {"Retry-After": str(failure.retry_after_seconds)}
    if isinstance(failure, exceptions.Throttled) and failure.wait is not None:
        return {"Retry-After": str(int(failure.wait) + 1)}
    if body["status"] == _FRAMEWORK_UNPROVEN:
        return {"WWW-Authenticate": "Bearer"}
    return {}


def problem_response(
    *, status: int, code: str, title: str, headers: dict[str, str] | None = None
) -> HttpResponse:
    """Return a problem outside a REST view: a middleware or an error handler."""
    body = problem(status=status, code=code, title=title)
    return JsonResponse(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def answer_404(_request: Any, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """Answer a path that nobody serves."""
    return problem_response(status=404, code="not_found", title="There is no such thing")


def answer_400(_request: Any, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """Answer a request that Django itself refuses to read."""
    return problem_response(
        status=400, code="malformed_request", title="The request cannot be read"
    )


def answer_500(_request: Any) -> HttpResponse:
    """Answer what nobody foresaw with one fixed sentence; the log has the rest."""
    return problem_response(
        status=500, code="internal_error", title="Something went wrong on our side"
    )


def _of_bank_error(failure: errors.BankError) -> dict[str, Any]:
    fields = (
        {failure.field: [{"code": failure.code, "message": failure.detail}]}
        if failure.field
        else None
    )
    return problem(
        status=status_of(failure),
        code=failure.code,
        title=failure.title,
        detail=failure.detail,
        errors_by_field=fields,
    )


def _of_fields(failure: exceptions.ValidationError) -> dict[str, Any]:
    return problem(
        status=400,
        code="invalid",
        title="The request has mistakes",
        detail="Please correct the fields named in `errors`.",
        errors_by_field=_flatten(failure.get_full_details()),
    )


def _flatten(details: Any, *, path: str = "") -> dict[str, list[dict[str, str]]]:
    if _is_leaf(details):
        item = {"code": str(details["code"]), "message": str(details["message"])}
        return {path or "non_field_errors": [item]}
    found: dict[str, list[dict[str, str]]] = {}
    items = details.items() if isinstance(details, dict) else enumerate(details)
    for key, value in items:
        inner = path if isinstance(details, list) and _is_leaf(value) else _join(path, str(key))
        for field, problems in _flatten(value, path=inner).items():
            found.setdefault(field, []).extend(problems)
    return found


def _is_leaf(value: Any) -> bool:
    # Fields may be called `message` and `code` too: their problems are lists.
    return isinstance(value, dict) and isinstance(value.get("message"), str)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _framework_status(failure: Exception) -> int | None:
    if isinstance(failure, Http404):
        return 404
    if isinstance(failure, PermissionDenied):
        return 403
    if isinstance(failure, exceptions.APIException):
        return int(failure.status_code)
    return None
