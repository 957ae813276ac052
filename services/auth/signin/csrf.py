"""The answer to a request that another site may have made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kernel.errors import Forbidden
from kernel.http.errors import problem_response


class CrossSiteRequest(Forbidden):
    """The request does not prove that the bank's own page made it."""


def answer_csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer with a problem instead of Django's page."""
    return problem_response(status=403, code=CrossSiteRequest.code, title=CrossSiteRequest.title)
