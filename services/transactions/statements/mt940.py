"""A statement as SWIFT MT940, for programs of businesses.

Its letters are few (ASCII without most marks), its fields short. A long statement is several
messages: each opens with the balance that the one before closed with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Final

from services.transactions.statements.head import LABELS, Head, Line, plain_text

LINES_PER_MESSAGE: Final = 500
_MARKS: Final = "/-?:().,'+"
_END: Final = "\r\n"
_TEXT_LINE, _TEXT_LINES = 65, 6
_CODES: Final = {
    "deposit": "NMSC",
    "withdrawal": "NMSC",
    "transfer_in": "NTRF",
    "transfer_out": "NTRF",
    "interest": "NINT",
    "fee": "NCHG",
    "tax": "NMSC",
    "reversal": "NRTI",
}


def write_mt940(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield one message for each LINES_PER_MESSAGE lines, and one when there are none."""
    balance, page, rest = head.opening_minor, 1, lines
    while True:
        yield _opening(head, page=page, balance=balance)
        for line in islice(rest, LINES_PER_MESSAGE):
            balance = line.balance_minor
            yield _line(head, line)
        following = next(rest, None)
        is_last = following is None
        yield _closing(head, balance=balance, is_last=is_last)
        if following is None:
            return
        rest = chain([following], rest)
        page += 1


def _opening(head: Head, *, page: int, balance: int) -> bytes:
    kind = "F" if page == 1 else "M"
    day = head.from_date if page == 1 else head.to_date
    return _fields(
        f":20:{head.id.hex[-16:].upper()}",
        f":25:{plain_text(head.number, length=35)}",
        f":28C:{head.to_date:%y%j}/{page:05}",
        f":60{kind}:{_balance(head, balance, day=day)}",
    )


def _line(head: Head, line: Line) -> bytes:
    sign = "C" if line.amount_minor > 0 else "D"
    code = _CODES[line.type]
    return _fields(
        f":61:{line.value_date:%y%m%d}{line.business_date:%m%d}{sign}"
        f"{_amount(head, abs(line.amount_minor))}{code}NONREF//{line.sequence}",
        *_about(line),
    )


def _closing(head: Head, *, balance: int, is_last: bool) -> bytes:
    kind = "F" if is_last else "M"
    return _fields(f":62{kind}:{_balance(head, balance, day=head.to_date)}", "-")


def _about(line: Line) -> Iterator[str]:
    parts = (
        LABELS[line.type],
        line.counterparty_name,
        line.counterparty_number or "",
        line.note,
    )
    known = [plain_text(part, also=_MARKS, length=140) for part in parts]
    text = " ".join(part for part in known if part)[: _TEXT_LINE * _TEXT_LINES - 4]
    yield f":86:{text[: _TEXT_LINE - 4]}"
    for start in range(_TEXT_LINE - 4, len(text), _TEXT_LINE):
        # A line that begins with a colon or a dash would end the field.
        part = text[start : start + _TEXT_LINE]
        yield f".{part[1:]}" if part[0] in ":-" else part


def _balance(head: Head, minor: int, *, day: date) -> str:
    sign = "D" if minor < 0 else "C"
    return f"{sign}{day:%y%m%d}{head.currency}{_amount(head, abs(minor))}"


def _amount(head: Head, minor: int) -> str:
    # The comma is always there: "5," is five.
    whole, _, fraction = head.amount(minor).partition(".")
    return f"{whole},{fraction}"


def _fields(*fields: str) -> bytes:
    return "".join(f"{field}{_END}" for field in fields).encode("ascii")
