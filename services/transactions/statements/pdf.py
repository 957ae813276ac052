"""A statement as PDF/UA: tagged, so that it can be read aloud. Set by typst.

Setting pages takes memory that grows with them, so a long statement is a ZIP of several documents,
each with what it carries forward: the bound is that of one part.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from services.transactions.statements.head import LABELS, Head, Line, visible
from services.transactions.statements.json_text import head_content

LINES_PER_PART: Final = 1000
_TYPESETTER: Final = Path(__file__).with_name("typesetter.py")
_SECONDS: Final = 60
# The earliest that a ZIP knows: a file is the same whenever it is made.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def is_in_parts(count: int) -> bool:
    """Return whether a statement of `count` lines is more than one document."""
    return count > LINES_PER_PART


def write_pdf(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield a PDF, or a ZIP of one for each LINES_PER_PART lines."""
    if not is_in_parts(head.count):
        yield _document(head, list(lines), opening_minor=head.opening_minor, part=1, parts=1)
        return
    sink, opening = _Sink(), head.opening_minor
    parts = -(-head.count // LINES_PER_PART)
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[call-overload]
        for part in range(1, parts + 1):
            page = list(islice(lines, LINES_PER_PART))
            content = _document(head, page, opening_minor=opening, part=part, parts=parts)
            name = f"statement-{head.to_date}-{part:03}-of-{parts:03}.pdf"
            archive.writestr(zipfile.ZipInfo(name, date_time=_NO_TIME), content)
            opening = page[-1].balance_minor
            yield sink.taken()
        # The checks of whoever gives the lines stand behind the last one.
        assert next(lines, None) is None
    yield sink.taken()


def _document(
    head: Head, lines: Sequence[Line], *, opening_minor: int, part: int, parts: int
) -> bytes:
    content = head_content(head) | {
        "part": part,
        "parts": parts,
        "is_first": part == 1,
        "is_last": part == parts,
        "part_opening": head.amount(opening_minor),
        "part_closing": head.amount(lines[-1].balance_minor if lines else opening_minor),
        "made_at": int(head.created_at.timestamp()),
        "title": visible(head.title),
        "lines": [_row(head, line) for line in lines],
    }
    # By its path and isolated: it needs typst and nothing of the bank.
    done = subprocess.run(  # noqa: S603  (the program and its arguments are ours)
        [sys.executable, "-I", str(_TYPESETTER)],
        input=json.dumps(content).encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
    return done.stdout


def _row(head: Head, line: Line) -> dict[str, Any]:
    # Text goes in as text: typst sets it and does not read it.
    about = (line.counterparty_name, line.counterparty_number or "", line.note)
    return {
        "booked": line.business_date.isoformat(),
        "value": line.value_date.isoformat(),
        "label": LABELS[line.type],
        "about": " · ".join(visible(part) for part in about if visible(part)),
        "amount": head.amount(line.amount_minor),
        "balance": head.amount(line.balance_minor),
    }


class _Sink:
    """A file that is only written to; what was written is taken away in between."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
