"""A statement as ISO 20022 camt.053.001.08."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from services.transactions.statements.head import LABELS, Head, Line, visible

_NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Za-z0-9]{1,30}")
# Domain, family and sub-family of the external code list.
_CODES: Final = {
    "deposit": ("PMNT", "CNTR", "CDPT"),
    "withdrawal": ("PMNT", "CNTR", "CWDL"),
    "transfer_in": ("PMNT", "RCDT", "BOOK"),
    "transfer_out": ("PMNT", "ICDT", "BOOK"),
    "interest": ("ACMT", "MCOP", "INTR"),
    "fee": ("ACMT", "MDOP", "CHRG"),
    "tax": ("ACMT", "MDOP", "TAXE"),
    "reversal": ("PMNT", "OTHR", "OTHR"),
}


def write_camt053(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield a message with one statement."""
    yield _opening(head).encode()
    for line in lines:
        yield _entry(head, line).encode()
    yield b"</Stmt></BkToCstmrStmt></Document>\n"


def _opening(head: Head) -> str:
    made = head.created_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    net = head.in_minor - head.out_minor
    out_count = head.count - head.in_count
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{head.id.hex}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{head.id.hex}</Id><CreDtTm>{made}</CreDtTm>"
        f"<FrToDt><FrDtTm>{head.from_date}T00:00:00Z</FrDtTm>"
        f"<ToDtTm>{head.to_date}T23:59:59.999Z</ToDtTm></FrToDt>"
        f"<Acct><Id>{_account(head.number)}</Id><Ccy>{head.currency}</Ccy>"
        f"<Ownr>{_name(head.title)}</Ownr>"
        f"<Svcr><FinInstnId>{_bic(head.bank_bic)}{_name(head.bank_name)}</FinInstnId></Svcr></Acct>"
        f"{_balance(head, 'OPBD', minor=head.opening_minor, day=head.from_date)}"
        f"{_balance(head, 'CLBD', minor=head.closing_minor, day=head.to_date)}"
        f"<TxsSummry><TtlNtries><NbOfNtries>{head.count}</NbOfNtries>"
        f"<Sum>{head.amount(head.in_minor + head.out_minor)}</Sum><TtlNetNtry>"
        f"<Amt>{head.amount(abs(net))}</Amt><CdtDbtInd>{_side(net)}</CdtDbtInd></TtlNetNtry>"
        f"</TtlNtries><TtlCdtNtries><NbOfNtries>{head.in_count}</NbOfNtries>"
        f"<Sum>{head.amount(head.in_minor)}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>{out_count}</NbOfNtries>"
        f"<Sum>{head.amount(head.out_minor)}</Sum></TtlDbtNtries></TxsSummry>\n"
    )


def _entry(head: Head, line: Line) -> str:
    domain, family, sub_family = _CODES[line.type]
    is_in = line.amount_minor > 0
    other = "Dbtr" if is_in else "Cdtr"
    number = line.counterparty_number
    account = f"<{other}Acct><Id>{_account(number)}</Id></{other}Acct>" if number else ""
    note = escape(visible(line.note)[:140])
    amount = f'<Amt Ccy="{head.currency}">{head.amount(abs(line.amount_minor))}</Amt>'
    side = f"<CdtDbtInd>{_side(line.amount_minor)}</CdtDbtInd>"
    return (
        f"<Ntry><NtryRef>{line.sequence}</NtryRef>{amount}{side}"
        f"<RvslInd>{'true' if line.type == 'reversal' else 'false'}</RvslInd>"
        "<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{line.business_date}</Dt></BookgDt><ValDt><Dt>{line.value_date}</Dt></ValDt>"
        f"<AcctSvcrRef>{line.id.hex}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd>"
        f"<SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>{line.id.hex}</AcctSvcrRef>"
        f"<TxId>{line.transfer_id.hex}</TxId></Refs>{amount}{side}"
        f"<RltdPties><{other}><Pty>{_name(line.counterparty_name)}</Pty></{other}>{account}"
        f"</RltdPties>{f'<RmtInf><Ustrd>{note}</Ustrd></RmtInf>' if note else ''}"
        f"</TxDtls></NtryDtls><AddtlNtryInf>{LABELS[line.type]}</AddtlNtryInf></Ntry>\n"
    )


def _balance(head: Head, kind: str, *, minor: int, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{head.currency}">{head.amount(abs(minor))}</Amt>'
        f"<CdtDbtInd>{_side(minor)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _account(number: str) -> str:
    if _IBAN.fullmatch(number):
        return f"<IBAN>{number}</IBAN>"
    return f"<Othr><Id>{escape(number)}</Id></Othr>"


def _bic(bic: str) -> str:
    return f"<BICFI>{escape(bic)}</BICFI>" if bic else ""


def _name(name: str) -> str:
    return f"<Nm>{escape(visible(name)[:140]) or '-'}</Nm>"


def _side(minor: int) -> str:
    return "DBIT" if minor < 0 else "CRDT"
