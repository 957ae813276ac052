"""Where a request comes from, as the sign-in log keeps it."""

from __future__ import annotations

from typing import Final

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from services.auth.commands import Origin

# What a browser says of itself holds the names of all its ancestors: the first that fits counts.
_PROGRAMS: Final = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "Chrome/": "Chrome",
    "CriOS": "Chrome",
    "Chromium": "Chromium",
    "Safari/": "Safari",
    "curl/": "curl",
    "python": "Python",
    "okhttp": "Android app",
    "Dart/": "App",
}
_SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "macOS",
    "Linux": "Linux",
}
UNKNOWN: Final = "Unknown device"


def origin_of(request: HttpRequest) -> Origin:
    """Return the origin; only a trusted proxy is believed about the address."""
    return Origin(
        address=get_client_ip(request),
        device=name_device(request.META.get("HTTP_USER_AGENT", "")),
    )


def name_device(user_agent: str) -> str:
    """Return a name that its owner knows again: `Firefox on Linux`.

    Only words of ours are kept: what a device says of itself could be anything, an address too.
    """
    program = next((name for mark, name in _PROGRAMS.items() if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    if program and system:
        return f"{program} on {system}"
    return program or system or UNKNOWN
