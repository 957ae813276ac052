"""Which form an answer has, decided at once for who takes any or the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation


class QuickNegotiation(DefaultContentNegotiation):
    """As the framework's, which reads every header of a request to find one of them."""

    def select_renderer(
        self, request: Any, renderers: Sequence[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """Return the renderer and the media type of the answer."""
        first = renderers[0]
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        if format_suffix is None and accepted in ("*/*", first.media_type):
            return first, first.media_type
        chosen: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen
