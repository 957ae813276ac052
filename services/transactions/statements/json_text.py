"""A statement as JSON: one object, its lines one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from services.transactions.statements.head import Head, Line


def write_json(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield `{"statement": ..., "lines": [...]}` in UTF-8."""
    yield b'{"statement":' + _text(head_content(head)) + b',"lines":['
    for number, line in enumerate(lines):
        yield (b",\n" if number else b"\n") + _text(line_content(head, line))
    yield b"\n]}\n"


def head_content(head: Head) -> dict[str, Any]:
    """Return what stands above the lines, as the API and the files write it."""
    return {
        "id": str(head.id),
        "account": str(head.account_id),
        "number": head.number,
        "title": head.title,
        "bank": {"name": head.bank_name, "bic": head.bank_bic},
        "currency": head.currency,
        "from_date": head.from_date.isoformat(),
        "to_date": head.to_date.isoformat(),
        "opening_balance": head.amount(head.opening_minor),
        "closing_balance": head.amount(head.closing_minor),
        "line_count": head.count,
        "money_in": head.amount(head.in_minor),
        "money_out": head.amount(head.out_minor),
        "fees": [
            {"name": fee.name, "count": fee.count, "amount": head.amount(fee.amount_minor)}
            for fee in head.fees
        ],
        "fees_total": head.amount(head.fees_minor),
        "interest": head.amount(head.interest_minor),
        "tax": head.amount(head.tax_minor),
        "days": head.days,
        "average_balance": head.amount(head.average_minor),
        "apy_earned": None if head.apy is None else str(head.apy),
    }


def line_content(head: Head, line: Line) -> dict[str, Any]:
    """Return a line as it was booked. Unlike in a list, the amount has a sign."""
    return {
        "id": str(line.id),
        "sequence": line.sequence,
        "booking_date": line.business_date.isoformat(),
        "value_date": line.value_date.isoformat(),
        "type": line.type,
        "amount": head.amount(line.amount_minor),
        "balance_after": head.amount(line.balance_minor),
        "counterparty": {"name": line.counterparty_name, "number": line.counterparty_number},
        "note": line.note,
    }


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
