"""Security headers on every answer, errors included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# Swagger UI styles itself in place; it serves no data of anybody.
_API_DOCS_POLICY: Final = CONTENT_SECURITY_POLICY.replace(
    "default-src 'self'", "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'"
)


class SecurityHeadersMiddleware:
    """Adds the policies; answers of the API are never kept by a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        docs = request.path.startswith("/api/docs")
        response.headers.setdefault(
            "Content-Security-Policy", _API_DOCS_POLICY if docs else CONTENT_SECURITY_POLICY
        )
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
