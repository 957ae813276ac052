"""From a payment file to the transfers that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kernel.errors import Invalid
from services.transactions.pain.grammar import check, read_day
from services.transactions.pain.xml import Node, XmlInvalid, read_xml

_NOTE: Final = 140


class PaymentFileInvalid(Invalid):
    """The payment file cannot be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """One transfer that a file asks for. `unsupported` says why this bank cannot make it."""

    line: int
    from_account: str
    to_account: str
    amount: str
    currency: str
    execution_date: date
    note: str
    end_to_end_id: str
    unsupported: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentFile:
    """A file that was read."""

    message_id: str
    credits: tuple[Credit, ...]


def read_file(content: bytes) -> PaymentFile:
    """Read a `pain.001.001.03` or `.09` file.

    Raises:
        PaymentFileInvalid: with the line of the first mistake in `extra`.

    """
    try:
        root = read_xml(content)
        check(root)
        return _read(root)
    except XmlInvalid as wrong:
        raise PaymentFileInvalid(
            f"{wrong}.", field="document", extra={"line": wrong.line}
        ) from None


def _read(root: Node) -> PaymentFile:
    message = _need(root, "CstmrCdtTrfInitn")
    header = _need(message, "GrpHdr")
    found_credits: list[Credit] = []
    for payment in message.all("PmtInf"):
        found = payment.all("CdtTrfTxInf")
        _agree(payment, found)
        found_credits += [_credit(payment, one) for one in found]
    _agree(header, [one for payment in message.all("PmtInf") for one in payment.all("CdtTrfTxInf")])
    return PaymentFile(message_id=_text(header, "MsgId"), credits=tuple(found_credits))


def _agree(node: Node, transfers: list[Node]) -> None:
    """Refuse a file whose own count or sum is not what it holds: part of it may be lost."""
    count, total = node.find("NbOfTxs"), node.find("CtrlSum")
    if count is not None and int(count.text) != len(transfers):
        raise XmlInvalid(count.line, f"NbOfTxs says {count.text}, there are {len(transfers)}")
    if total is None:
        return
    found = sum((Decimal(_amount(one).text.strip()) for one in transfers), Decimal(0))
    if Decimal(total.text.strip()) != found:
        raise XmlInvalid(total.line, f"CtrlSum says {total.text.strip()}, the sum is {found}")


def _credit(payment: Node, transfer: Node) -> Credit:
    amount = _amount(transfer)
    note = " ".join(one.text for one in _children(transfer.find("RmtInf"), "Ustrd"))
    day = read_day(_day(payment).text)
    assert day is not None
    creditor = transfer.find("CdtrAcct")
    return Credit(
        line=transfer.line,
        from_account=_account(_need(payment, "DbtrAcct")),
        to_account="" if creditor is None else _account(creditor),
        amount=_plain(amount.text),
        currency=amount.attributes["Ccy"],
        execution_date=day,
        note=" ".join(note.split())[:_NOTE],
        end_to_end_id=_text(transfer, "PmtId/EndToEndId"),
        unsupported=_unsupported(payment, transfer, creditor=creditor),
    )


def _unsupported(payment: Node, transfer: Node, *, creditor: Node | None) -> str:
    if _text(payment, "PmtMtd") == "CHK":
        return "Cheques are not written here."
    if transfer.find("Amt/InstdAmt") is None:
        return "Only amounts in the currency of the account are paid."
    if creditor is None:
        return "The creditor has no account."
    return ""


def _amount(transfer: Node) -> Node:
    found = transfer.find("Amt/InstdAmt") or transfer.find("Amt/EqvtAmt/Amt")
    assert found is not None
    return found


def _plain(text: str) -> str:
    # "10.50", "+10.5" and "010.50" are one amount; it has the currency's decimals or is refused.
    return f"{Decimal(text.strip()).normalize():f}"


def _day(payment: Node) -> Node:
    asked = _need(payment, "ReqdExctnDt")
    return asked.children[0] if asked.children else asked


def _account(node: Node) -> str:
    found = node.find("Id/IBAN") or node.find("Id/Othr/Id")
    assert found is not None
    return found.text


def _children(node: Node | None, name: str) -> list[Node]:
    return [] if node is None else node.all(name)


def _need(node: Node, path: str) -> Node:
    found = node.find(path)
    assert found is not None, path
    return found


def _text(node: Node, path: str) -> str:
    return _need(node, path).text
