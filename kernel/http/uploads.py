"""Reading an uploaded file: in memory alone, and no more of it than the setting allows.

Django would write a large file to the disk, in the clear and under /tmp; these are identity
documents.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser

from kernel.http.parsers import RequestTooLarge

# Beside the file: its fields and the borders between them.
_AROUND: Final = 64 * 1024


class UploadParser(MultiPartParser):
    """A form with one file, whose size is bounded before it is read."""

    limit_setting: ClassVar[str] = "DOCUMENT_MAX_BYTES"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the fields and the file.

        Raises:
            RequestTooLarge: the body is longer than a file may be.
            ParseError: a field occurs twice.

        """
        request = parser_context["request"]
        limit = getattr(settings, self.limit_setting) + _AROUND
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise RequestTooLarge
        request.upload_handlers = [_InMemory(request)]
        parsed = super().parse(stream, media_type, parser_context)
        for fields in (parsed.data, parsed.files):
            if any(len(values) > 1 for _, values in fields.lists()):
                raise ParseError("A field occurs twice in the form.")
        return parsed


class _InMemory(FileUploadHandler):
    """Keeps the whole file in memory; the body's length was checked."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Keep a piece."""
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file. Its name and type are the client's words: nobody uses them."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name="file",
            content_type="",
            size=file_size,
            charset=None,
        )
