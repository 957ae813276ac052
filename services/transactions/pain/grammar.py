"""What a `pain.001` file looks like, written down here in the bank's own words.

Each element's children stand in their order: `?` may be missing, `*` any number, `+` one or more;
behind the colon another element of this table, a kind of text, or `any`: such a part is about
things that this bank does not act on (tax, reporting, structured remittance) and is not looked at.
`|` between children means one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from services.transactions.pain.xml import Node, XmlInvalid

VERSIONS: Final = {
    "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03": "03",
    "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09": "09",
}
_COMMON: Final = {
    "Document": "CstmrCdtTrfInitn:Message",
    "Header": "MsgId:text35 CreDtTm:instant Authstn:any* NbOfTxs:count CtrlSum:decimal? "
    "InitgPty:Party FwdgAgt:Agent?",
    "Party": "Nm:text140? PstlAdr:any? Id:any? CtryOfRes:country? CtctDtls:any?",
    "AccountId": "IBAN:iban | Othr:OtherId",
    "OtherId": "Id:text34 SchmeNm:any? Issr:text35?",
    "Amount": "InstdAmt:money | EqvtAmt:Equivalent",
    "Equivalent": "Amt:money CcyOfTrf:currency",
    "Remittance": "Ustrd:text140* Strd:any*",
    "When": "Dt:day | DtTm:instant",
    "Level": "Cd:text4 | Prtry:text35",
    "Code": "Cd:text35 | Prtry:text35",
}
_BEFORE_DATE: Final = (
    "PmtInfId:text35 PmtMtd:method BtchBookg:truth? NbOfTxs:count? CtrlSum:decimal? PmtTpInf:Type? "
)
_TRANSFER: Final = (
    "PmtId:PaymentId PmtTpInf:Type? Amt:Amount XchgRateInf:any? ChrgBr:charges? ChqInstr:any? "
    "UltmtDbtr:Party? IntrmyAgt1:Agent? IntrmyAgt1Acct:Account? IntrmyAgt2:Agent? "
    "IntrmyAgt2Acct:Account? IntrmyAgt3:Agent? IntrmyAgt3Acct:Account? CdtrAgt:Agent? "
    "CdtrAgtAcct:Account? Cdtr:Party? CdtrAcct:Account? UltmtCdtr:Party? InstrForCdtrAgt:any* "
    "InstrForDbtrAgt:text140? Purp:Level? RgltryRptg:any* Tax:any? RltdRmtInf:any* "
    "RmtInf:Remittance?"
)
_OWN: Final = {
    "03": {
        "Message": "GrpHdr:Header PmtInf:Payment+",
        "Type": "InstrPrty:priority? SvcLvl:Level? LclInstrm:Code? CtgyPurp:Level?",
        "Agent": "FinInstnId:Bank BrnchId:any?",
        "Bank": "BIC:bic? ClrSysMmbId:any? Nm:text140? PstlAdr:any? Othr:any?",
        "Account": "Id:AccountId Tp:any? Ccy:currency? Nm:text70?",
        "PaymentId": "InstrId:text35? EndToEndId:text35",
        "Payment": f"{_BEFORE_DATE}ReqdExctnDt:day PoolgAdjstmntDt:day? Dbtr:Party "
        "DbtrAcct:Account DbtrAgt:Agent DbtrAgtAcct:Account? UltmtDbtr:Party? ChrgBr:charges? "
        "ChrgsAcct:Account? ChrgsAcctAgt:Agent? CdtTrfTxInf:Transfer+",
        "Transfer": _TRANSFER,
    },
    "09": {
        "Message": "GrpHdr:Header PmtInf:Payment+ SplmtryData:any*",
        "Type": "InstrPrty:priority? SvcLvl:Level* LclInstrm:Code? CtgyPurp:Level?",
        "Agent": "FinInstnId:Bank BrnchId:any?",
        "Bank": "BICFI:bic? ClrSysMmbId:any? LEI:lei? Nm:text140? PstlAdr:any? Othr:any?",
        "Account": "Id:AccountId Tp:any? Ccy:currency? Nm:text70? Prxy:any?",
        "PaymentId": "InstrId:text35? EndToEndId:text35 UETR:uetr?",
        "Payment": f"{_BEFORE_DATE}ReqdExctnDt:When PoolgAdjstmntDt:day? Dbtr:Party "
        "DbtrAcct:Account DbtrAgt:Agent DbtrAgtAcct:Account? InstrForDbtrAgt:text140? "
        "UltmtDbtr:Party? ChrgBr:charges? ChrgsAcct:Account? ChrgsAcctAgt:Agent? "
        "CdtTrfTxInf:Transfer+",
        "Transfer": f"{_TRANSFER} SplmtryData:any*",
    },
}
_TEXTS: Final = {
    "text4": r"[\s\S]{1,4}",
    "priority": r"HIGH|NORM",
    "text34": r"[\s\S]{1,34}",
    "text35": r"[\s\S]{1,35}",
    "text70": r"[\s\S]{1,70}",
    "text140": r"[\s\S]{1,140}",
    "count": r"[0-9]{1,15}",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "currency": r"[A-Z]{3}",
    "country": r"[A-Z]{2}",
    "iban": r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}",
    "bic": r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "lei": r"[A-Z0-9]{18}[0-9]{2}",
    "uetr": r"[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}",
    "truth": r"true|false|1|0",
    "method": r"CHK|TRF|TRA",
    "charges": r"DEBT|CRED|SHAR|SLEV",
    "money": r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
}
_PATTERNS: Final = {name: re.compile(pattern) for name, pattern in _TEXTS.items()}
_DAY: Final = re.compile(r"(-?[0-9]{4,}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
_DIGITS: Final = {"decimal": (18, 17), "money": (18, 5)}
# XML Schema takes space around these for nothing; around text it belongs to it.
_TIGHT: Final = frozenset({"decimal", "money", "day", "instant", "truth"})
# What any element may say to a reader of schemas.
_FOR_READERS: Final = frozenset(
    f"http://www.w3.org/2001/XMLSchema-instance {name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation", "type")
)
_CHILD: Final = re.compile(r"(\w+):(\w+)([?*+]?)")


@dataclass(frozen=True, slots=True)
class _Child:
    name: str
    kind: str
    least: int
    most: int | None


def _table(version: str) -> dict[str, tuple[bool, list[_Child]]]:
    bounds: dict[str, tuple[int, int | None]] = {
        "": (1, 1),
        "?": (0, 1),
        "*": (0, None),
        "+": (1, None),
    }
    return {
        element: (
            "|" in text,
            [_Child(name, kind, *bounds[mark]) for name, kind, mark in _CHILD.findall(text)],
        )
        for element, text in (_COMMON | _OWN[version]).items()
    }


_GRAMMARS: Final = {version: _table(version) for version in _OWN}


def check(root: Node) -> None:
    """Refuse a tree that is no `pain.001` file of a version that is known here.

    Raises:
        XmlInvalid: with the line of the first thing that does not belong there.

    """
    version = VERSIONS.get(root.space)
    if root.name != "Document" or version is None:
        known = ", ".join(sorted(space.rsplit(":", 1)[-1] for space in VERSIONS))
        raise XmlInvalid(root.line, f"this is no Document of {known}")
    _check(root, "Document", grammar=_GRAMMARS[version], space=root.space)


def _check(
    node: Node, kind: str, *, grammar: dict[str, tuple[bool, list[_Child]]], space: str
) -> None:
    if node.space != space:
        raise XmlInvalid(node.line, f"{node.name} is of another namespace")
    strange = set(node.attributes) - _FOR_READERS - ({"Ccy"} if kind == "money" else set())
    if strange and kind != "any":
        raise XmlInvalid(node.line, f"{node.name} has no attribute {min(strange)}")
    if kind == "any":
        return
    if kind not in grammar:
        _check_text(node, kind)
        return
    if any(piece.strip() for piece in node.pieces):
        raise XmlInvalid(node.line, f"{node.name} has text between its elements")
    is_choice, children = grammar[kind]
    if is_choice:
        _check_choice(node, children)
    else:
        _check_order(node, children)
    kinds = {child.name: child.kind for child in children}
    for child in node.children:
        _check(child, kinds[child.name], grammar=grammar, space=space)


def _check_choice(node: Node, children: list[_Child]) -> None:
    names = [child.name for child in children]
    if len(node.children) != 1 or node.children[0].name not in names:
        raise XmlInvalid(node.line, f"{node.name} has one of {', '.join(names)}")


def _check_order(node: Node, children: list[_Child]) -> None:
    place = 0
    for child in children:
        count = 0
        while place < len(node.children) and node.children[place].name == child.name:
            if child.most is not None and count == child.most:
                break
            place, count = place + 1, count + 1
        if count < child.least:
            line = node.children[place].line if place < len(node.children) else node.line
            raise XmlInvalid(line, f"{node.name} needs {child.name} here")
    if place < len(node.children):
        stray = node.children[place]
        raise XmlInvalid(stray.line, f"{stray.name} does not belong here")


def _check_text(node: Node, kind: str) -> None:
    if node.children:
        raise XmlInvalid(node.children[0].line, f"{node.name} has text only")
    text = node.text.strip() if kind in _TIGHT else node.text
    if kind in {"day", "instant"}:
        if not (_is_day(text) if kind == "day" else _is_instant(text)):
            raise XmlInvalid(node.line, f"{node.name} is no {kind}")
        return
    if not _PATTERNS[kind].fullmatch(text) or not _has_digits(text, kind):
        raise XmlInvalid(node.line, f"{node.name} is not written as it must be")
    if kind == "money" and not _PATTERNS["currency"].fullmatch(node.attributes.get("Ccy", "")):
        raise XmlInvalid(node.line, f"{node.name} needs its currency, Ccy")


def _has_digits(text: str, kind: str) -> bool:
    if kind not in _DIGITS:
        return True
    total, fraction = _DIGITS[kind]
    _, digits, exponent = Decimal(text).normalize().as_tuple()
    assert isinstance(exponent, int)
    return len(digits) + max(exponent, 0) <= total and -exponent <= fraction


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    return found is not None and read_day(text) is not None


def read_day(text: str) -> date | None:
    """Return the day that a date or an instant names, or None; a zone does not move it."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _is_instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text
