"""Reading a request's JSON, strictly."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, Final

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

# Half of a character: `\ud800`. It is no text, so it can be neither stored nor answered.
_HALF_ESCAPE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_CHUNK: Final = 64 * 1024
_DRAINED_CHUNKS: Final = 128
_HALF: Final = re.compile("[\ud800-\udfff]")


class RequestTooLarge(APIException):
    """The body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = 413


class StrictJSONParser(BaseParser):
    """UTF-8 JSON whose top is an object, without duplicate keys, NaN or Infinity.

    Of two equal keys a reader takes the first or the last, so a gateway may have checked another
    amount than the one that is posted.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        """Return the object.

        Raises:
            ParseError: with a sentence that says what is wrong.
            RequestTooLarge: nobody writes that much JSON here.

        """
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _drain(stream)
            raise RequestTooLarge
        if raw.startswith(codecs.BOM_UTF8):
            raise ParseError("JSON starts without a byte order mark.")
        try:
            content = json.loads(
                raw.decode("utf-8"),
                object_pairs_hook=_without_duplicates,
                parse_constant=_refuse_constant,
            )
            _refuse_halves(content, raw=raw)
        except UnicodeDecodeError:
            raise ParseError("JSON is written in UTF-8.") from None
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as wrong:
            raise ParseError(f"This is no valid JSON: {wrong}") from None
        if not isinstance(content, dict):
            raise ParseError("The request is one JSON object.")
        return content


def _drain(stream: Any) -> None:
    # With the rest unread, the server closes a connection that it has promised to keep, and the
    # client cannot know what became of its next request.
    for _ in range(_DRAINED_CHUNKS):
        if not stream.read(_CHUNK):
            return


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ParseError("A key occurs twice in the JSON.")
    return content


def _refuse_halves(content: Any, *, raw: bytes) -> None:
    # They hide in escapes only, which hardly anybody writes.
    if _HALF_ESCAPE.search(raw) and _HALF.search(json.dumps(content, ensure_ascii=False)):
        raise ParseError("The JSON has half of a character.")


def _refuse_constant(name: str) -> Any:
    raise ParseError(f"{name} is not a JSON number.")
