"""Where a request comes from, as the sign-in log keeps it."""

from __future__ import annotations

from typing import TypedDict

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


class Origin(TypedDict):
    """The network address and what the device says it is."""

    address: str | None
    device: str


def origin_of(request: HttpRequest) -> Origin:
    """Return the origin; only a trusted proxy is believed about the address."""
    return {
        "address": get_client_ip(request),
        "device": request.META.get("HTTP_USER_AGENT", ""),
    }
