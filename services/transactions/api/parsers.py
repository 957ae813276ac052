"""Reading the bodies of batches: larger JSON, and payment files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from kernel.http.parsers import RequestTooLarge, StrictJSONParser


class BatchJSONParser(StrictJSONParser):
    """Strict JSON as everywhere, up to BATCH_MAX_BYTES."""

    def max_bytes(self) -> int:
        """Return how long the body may be."""
        return int(settings.BATCH_MAX_BYTES)


class PaymentFileParser(BaseParser):
    """A payment file as it came; what it says is read by `services.transactions.pain`."""

    media_type = "application/xml"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        """Return `{"document": text}`.

        Raises:
            RequestTooLarge: it is longer than BATCH_MAX_BYTES.
            ParseError: it is no UTF-8.

        """
        raw = stream.read(settings.BATCH_MAX_BYTES + 1)
        if len(raw) > settings.BATCH_MAX_BYTES:
            raise RequestTooLarge
        try:
            return {"document": raw.decode("utf-8-sig")}
        except UnicodeDecodeError:
            raise ParseError("A payment file is written in UTF-8.") from None
