"""What an uploaded file really is, by its content alone: a JPEG, a PNG or a PDF, or refused.

The file's name and the type that the client claims are never looked at. Each format is read through
to its end; what somebody hung behind the end of a picture is cut off.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
PDF: Final = "application/pdf"
EXTENSIONS: Final = {JPEG: "jpg", PNG: "png", PDF: "pdf"}

MOST_PIXELS: Final = 100_000_000
MOST_PAGES: Final = 200
MOST_PARTS: Final = 100_000

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER_BYTES: Final = 13
_PNG_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PNG_DEPTHS: Final = {1, 2, 4, 8, 16}
# Adam7: where each pass starts and how far its pixels lie apart: x, y, step x, step y.
_PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_JPEG_START: Final = b"\xff\xd8\xff"
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_FILL: Final = 0xFF
_JPEG_END: Final = 0xD9
_JPEG_SCAN: Final = 0xDA
_JPEG_MARK: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PDF_START: Final = b"%PDF-"
# What makes a document do something when it is opened, or carry other files.
_PDF_ACTIVE: Final = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
)


class NotReadable(Exception):
    """The content is none of the formats, or is broken; the text says which rule it breaks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """A file that was read through."""

    media_type: str
    content: bytes


def recognise(content: bytes) -> Media:
    """Return what the content is.

    Raises:
        NotReadable: it is no whole JPEG, PNG or PDF, or one that does things when it is opened.

    """
    try:
        if content.startswith(_PNG_START):
            return Media(media_type=PNG, content=content[: _png_end(content)])
        if content.startswith(_JPEG_START):
            return Media(media_type=JPEG, content=content[: _jpeg_end(content)])
    except (struct.error, IndexError, zlib.error):
        raise NotReadable("The picture is broken.") from None
    if content.startswith(_PDF_START):
        _read_pdf(content)
        return Media(media_type=PDF, content=content)
    raise NotReadable("The file is no JPEG, PNG or PDF.")


def _png_end(content: bytes) -> int:
    header: bytes | None = None
    pixels = zlib.decompressobj()
    wanted = read = 0
    for kind, data, end in _png_chunks(content):
        if header is None:
            if kind != b"IHDR":
                raise NotReadable("The picture has no header.")
            header, wanted = data, _png_size(data)
        elif kind == b"IDAT":
            # One byte more than fits shows a bomb without unpacking it.
            read += len(pixels.decompress(data, wanted - read + 1))
            if read > wanted or pixels.unconsumed_tail:
                raise NotReadable("The picture is larger than its header says.")
        elif kind == b"IEND":
            if read != wanted:
                raise NotReadable("The picture is not complete.")
            return end
    raise NotReadable("The picture is not complete.")


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield each chunk: kind, data, where it ends."""
    place = len(_PNG_START)
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        data = content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        if zlib.crc32(kind + data) != checksum:
            raise NotReadable("The picture is broken.")
        place += 12 + length
        yield kind, data, place


def _png_size(header: bytes) -> int:
    """Return how many bytes the pixels of a PNG unpack to."""
    if len(header) != _PNG_HEADER_BYTES:
        raise NotReadable("The picture has no header.")
    width, height, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    known = colour in _PNG_CHANNELS and depth in _PNG_DEPTHS and not method and not filtering
    if not known or interlaced > 1:
        raise NotReadable("The picture has no known format.")
    _check_pixels(width, height)
    bits = _PNG_CHANNELS[colour] * depth
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, lines = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and lines > 0:
            total += lines * (1 + (columns * bits + 7) // 8)
    return total


def _jpeg_end(content: bytes) -> int:
    place, has_frame, has_scan = 2, False, False
    while True:
        mark, place = _jpeg_mark(content, place)
        if mark == _JPEG_END:
            if not (has_frame and has_scan):
                raise NotReadable("The picture is not complete.")
            return place
        if mark in _JPEG_ALONE:
            continue
        if mark in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 3)
            _check_pixels(width, height)
            has_frame = True
        (length,) = struct.unpack_from(">H", content, place)
        place += length
        if mark == _JPEG_SCAN:
            has_scan, place = True, _after_scan(content, place)


def _jpeg_mark(content: bytes, place: int) -> tuple[int, int]:
    """Return the mark that stands here, and where what follows it begins."""
    if content[place] != _JPEG_FILL:
        raise NotReadable("The picture is broken.")
    while content[place] == _JPEG_FILL:
        place += 1
    return content[place], place + 1


def _after_scan(content: bytes, place: int) -> int:
    following = _JPEG_MARK.search(content, place)
    if following is None:
        raise NotReadable("The picture is not complete.")
    return following.start()


def _check_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise NotReadable("The picture is empty.")
    if width * height > MOST_PIXELS:
        raise NotReadable("The picture has too many pixels.")


def _read_pdf(content: bytes) -> None:
    try:
        wrong = _fault_of_pdf(PdfReader(BytesIO(content), strict=False))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        wrong = "The document is broken."
    if wrong:
        raise NotReadable(wrong)


def _fault_of_pdf(reader: PdfReader) -> str:
    """Return what is wrong with a document, or nothing."""
    if reader.is_encrypted:
        return "The document is encrypted."
    if not 1 <= len(reader.pages) <= MOST_PAGES:
        return f"The document has more than {MOST_PAGES} pages, or none."
    for visited, part in enumerate(_parts_of(reader)):
        if visited >= MOST_PARTS:
            return "The document has too many parts."
        if not _PDF_ACTIVE.isdisjoint(part) or part.get("/S") in _PDF_ACTIVE:
            return "The document does things when it is opened, or carries files."
    return ""


def _parts_of(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that can be reached from the trailer, once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))
