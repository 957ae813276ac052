"""What stands above the lines of a statement."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from kernel.ledger.queries.transactions import Transaction
from kernel.money import format_amount

Line = Transaction

LABELS: Final = {
    "deposit": "Deposit",
    "withdrawal": "Withdrawal",
    "transfer_in": "Transfer in",
    "transfer_out": "Transfer out",
    "interest": "Interest",
    "fee": "Fee",
    "tax": "Tax",
    "reversal": "Reversal",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeLine:
    """A kind of fee in the period. The amount is positive."""

    name: str
    count: int
    amount_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A statement without its lines. Amounts are minor units of `currency`; sums have no sign."""

    id: UUID
    account_id: UUID
    number: str
    title: str
    currency: str
    bank_name: str
    bank_bic: str
    from_date: date
    to_date: date
    created_at: datetime
    opening_minor: int
    closing_minor: int
    count: int
    in_count: int
    in_minor: int
    out_minor: int
    interest_minor: int
    tax_minor: int
    fees: tuple[FeeLine, ...]
    fees_minor: int
    days: int
    average_minor: int
    # Annual percentage yield earned, in percent with two decimals; None without interest.
    apy: Decimal | None

    def amount(self, minor: int) -> str:
        """Return an amount as the wire writes it."""
        return format_amount(minor, currency=self.currency)


def plain_text(text: str, *, also: str = "", length: int) -> str:
    """Return text in ASCII letters, digits, blanks and the marks in `also`: "Müller" is "Muller".

    For formats that carry nothing else. What has no such form becomes a point.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = (letter for letter in apart if not unicodedata.combining(letter))
    kept = (letter if _is_plain(letter, also=also) else "." for letter in bare)
    return " ".join("".join(kept).split())[:length].strip()


def visible(text: str) -> str:
    """Return text without the characters that XML cannot carry."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


_PLAIN: Final = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"})


def _is_plain(letter: str, *, also: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == " " or letter in also)
