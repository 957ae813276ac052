"""A statement as OFX 2.1.1 (XML), for the programs in which people keep their own books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from services.transactions.statements.head import LABELS, Head, Line, visible

# OFX has short fields: an IBAN of more than 22 characters is shown without its first four.
_ACCOUNT_LENGTH: Final = 22
_NAME_LENGTH: Final = 32
_TYPES: Final = {
    "deposit": "DEP",
    "withdrawal": "CASH",
    "transfer_in": "XFER",
    "transfer_out": "XFER",
    "interest": "INT",
    "fee": "FEE",
    "tax": "DEBIT",
    "reversal": "OTHER",
}


def write_ofx(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield one response with one list of transactions."""
    for text in _texts(head, lines):
        # Not every reader looks at the encoding: what is not ASCII is written as its number.
        yield text.encode("ascii", "xmlcharrefreplace")


def _texts(head: Head, lines: Iterator[Line]) -> Iterator[str]:
    made = f"{head.created_at:%Y%m%d%H%M%S}"
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" '
        'NEWFILEUID="NONE"?>\n'
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"
        f"<DTSERVER>{made}</DTSERVER><LANGUAGE>ENG</LANGUAGE>"
        f"<FI><ORG>{_text(head.bank_name, length=32)}</ORG></FI></SONRS></SIGNONMSGSRSV1>\n"
        f"<BANKMSGSRSV1><STMTTRNRS><TRNUID>{head.id}</TRNUID>"
        "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"
        f"<STMTRS><CURDEF>{head.currency}</CURDEF>"
        f"<BANKACCTFROM><BANKID>{head.number[4:12]}</BANKID>"
        f"<ACCTID>{_account(head.number)}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>{_day(head.from_date)}</DTSTART>"
        f"<DTEND>{_day(head.to_date)}</DTEND>\n"
    )
    for line in lines:
        yield _transaction(head, line)
    yield (
        f"</BANKTRANLIST>\n<LEDGERBAL><BALAMT>{head.amount(head.closing_minor)}</BALAMT>"
        f"<DTASOF>{_day(head.to_date)}</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>"
        "</OFX>\n"
    )


def _transaction(head: Head, line: Line) -> str:
    name = _text(line.counterparty_name, length=_NAME_LENGTH) or LABELS[line.type]
    memo = _text(line.note, length=255)
    return (
        f"<STMTTRN><TRNTYPE>{_TYPES[line.type]}</TRNTYPE>"
        f"<DTPOSTED>{_day(line.business_date)}</DTPOSTED><DTAVAIL>{_day(line.value_date)}</DTAVAIL>"
        f"<TRNAMT>{head.amount(line.amount_minor)}</TRNAMT><FITID>{line.id}</FITID>"
        f"<NAME>{name}</NAME>{f'<MEMO>{memo}</MEMO>' if memo else ''}</STMTTRN>\n"
    )


def _account(number: str) -> str:
    return number if len(number) <= _ACCOUNT_LENGTH else number[4:][-_ACCOUNT_LENGTH:]


def _text(text: str, *, length: int) -> str:
    return escape(visible(text)[:length].strip())


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
