"""Payment files: what is read, and which line is named when one is not."""

from __future__ import annotations

from datetime import date

import pytest

from services.transactions.pain import PaymentFileInvalid, read_file

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.{}"


def transfer(amount="10.50", iban="DE89370400440532013000", more="", currency="EUR"):
    return f"""
      <CdtTrfTxInf>
        <PmtId><InstrId>1</InstrId><EndToEndId>Invoice 7</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="{currency}">{amount}</InstdAmt></Amt>
        <Cdtr><Nm>Ben Okafor</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct>{more}
        <RmtInf><Ustrd>Invoice  7</Ustrd><Ustrd>May</Ustrd></RmtInf>
      </CdtTrfTxInf>"""


def payment_file(
    *transfers,
    version="09",
    count=None,
    total="",
    day="2026-01-31",
    payer="DE02120300000000202051",
    method="TRF",
    head="",
):
    transfers = transfers or (transfer(),)
    when = day if version == "03" else f"<Dt>{day}</Dt>"
    bank = "BIC" if version == "03" else "BICFI"
    total = f"<CtrlSum>{total}</CtrlSum>" if total else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<Document xmlns="{SPACE.format(version)}">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>salaries-7</MsgId>
      <CreDtTm>2026-01-30T10:00:00</CreDtTm>
      <NbOfTxs>{len(transfers) if count is None else count}</NbOfTxs>{total}
      <InitgPty><Nm>Ada Novak</Nm><PstlAdr><Ctry>DE</Ctry></PstlAdr></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>1</PmtInfId>
      <PmtMtd>{method}</PmtMtd>
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt>{when}</ReqdExctnDt>
      <Dbtr><Nm>Ada Novak</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>{payer}</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>
      <DbtrAgt><FinInstnId><{bank}>BANKDEFF</{bank}></FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>{"".join(transfers)}
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
""".encode()


def refused(content):
    with pytest.raises(PaymentFileInvalid) as refusal:
        read_file(content)
    return refusal.value.extra["line"], refusal.value.detail


def line_of(content, text):
    lines = content.decode().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


class TestReadFile:
    @pytest.mark.parametrize("version", ["03", "09"])
    def test_reads_each_transfer_with_its_line(self, version):
        content = payment_file(transfer(), transfer("2"), version=version, total="12.50")
        file = read_file(content)
        assert file.message_id == "salaries-7"
        first, second = file.credits
        assert (first.from_account, first.to_account) == (
            "DE02120300000000202051",
            "DE89370400440532013000",
        )
        assert (first.amount, second.amount, first.currency) == ("10.5", "2", "EUR")
        assert first.execution_date == date(2026, 1, 31)
        assert (first.note, first.end_to_end_id) == ("Invoice 7 May", "Invoice 7")
        assert first.line == line_of(content, "<CdtTrfTxInf>")
        assert first.unsupported == ""

    def test_reads_accounts_that_are_no_iban_and_parts_it_does_not_act_on(self):
        content = payment_file(
            transfer(more="<Purp><Cd>SALA</Cd></Purp><Tax><Cdtr><TaxId>1</TaxId></Cdtr></Tax>")
        ).replace(
            b"<IBAN>DE89370400440532013000</IBAN>",
            b"<Othr><Id>INTERNAL-7</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>",
        )
        (credit,) = read_file(content).credits
        assert credit.to_account == "INTERNAL-7"

    def test_reads_a_day_with_a_time_and_comments_and_another_encoding(self):
        content = (
            payment_file()
            .replace(b"<Dt>2026-01-31</Dt>", b"<!-- soon --><DtTm>2026-01-31T23:00:00Z</DtTm>")
            .replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
            .replace(b"Invoice  7", "Miete für Mai".encode("latin-1"))
        )
        (credit,) = read_file(content).credits
        assert credit.execution_date == date(2026, 1, 31)
        assert credit.note == "Miete für Mai May"

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"method": "CHK"}, "Cheques"),
            ({}, ""),
        ],
    )
    def test_names_what_the_bank_does_not_do(self, change, reason):
        (credit,) = read_file(payment_file(**change)).credits
        assert reason in credit.unsupported
        assert bool(reason) == bool(credit.unsupported)

    def test_a_creditor_without_an_account_is_unsupported(self):
        content = payment_file().replace(
            b"<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>", b""
        )
        assert "no account" in read_file(content).credits[0].unsupported

    def test_an_amount_in_another_currencys_worth_is_unsupported(self):
        content = payment_file().replace(
            b'<InstdAmt Ccy="EUR">10.50</InstdAmt>',
            b'<EqvtAmt><Amt Ccy="EUR">10.50</Amt><CcyOfTrf>USD</CcyOfTrf></EqvtAmt>',
        )
        assert "currency" in read_file(content).credits[0].unsupported


class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("before", "after", "at"),
        [
            ("pain.001.001.09", "pain.001.001.02", "<Document"),
            ("pain.001.001.09", "pain.008.001.08", "<Document"),
            ("<MsgId>salaries-7</MsgId>", "", "<CreDtTm>"),
            ("salaries-7", "s" * 36, "<MsgId>"),
            ("salaries-7", "", "<MsgId>"),
            ("2026-01-30T10:00:00", "yesterday", "<CreDtTm>"),
            ("2026-01-30T10:00:00", "2026-01-30", "<CreDtTm>"),
            ("<Dt>2026-01-31</Dt>", "<Dt>2026-02-31</Dt>", "<Dt>"),
            ("<Dt>2026-01-31</Dt>", "<Dt>31.01.2026</Dt>", "<Dt>"),
            ("<Dt>2026-01-31</Dt>", "2026-01-31", "<ReqdExctnDt>"),
            ("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CASH</PmtMtd>", "<PmtMtd>"),
            ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>ME</ChrgBr>", "<ChrgBr>"),
            ("<ChrgBr>SLEV</ChrgBr>", "<Surprise/>", "<Surprise/>"),
            ("<Ccy>EUR</Ccy>", "<Ccy>euro</Ccy>", "<Ccy>"),
            ("BANKDEFF", "bank", "<BICFI>"),
            ("DE89370400440532013000", "89DE", "89DE"),
            ('Ccy="EUR"', "", "<InstdAmt"),
            (">10.50<", ">-10.50<", "<InstdAmt"),
            (">10.50<", ">1e3<", "<InstdAmt"),
            (">10.50<", ">ten<", "<InstdAmt"),
            (">10.50<", ">1.000001<", "<InstdAmt"),
            (">10.50<", "><b/><", "<InstdAmt"),
            ("<Nm>Ben Okafor</Nm>", "Ben Okafor", "Ben Okafor"),
            ("<NbOfTxs>1</NbOfTxs>", "<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>"),
            ("</NbOfTxs>", "</NbOfTxs><CtrlSum>10.51</CtrlSum>", "<CtrlSum>"),
            ("<Cdtr><Nm>Ben", '<Cdtr xmlns="urn:else"><Nm>Ben', "urn:else"),
        ],
    )
    def test_name_the_line(self, before, after, at):
        content = payment_file()
        assert before in content.decode()
        content = content.decode().replace(before, after, 1).encode()
        line, detail = refused(content)
        assert line == line_of(content, at), detail
        assert detail.startswith(f"Line {line}: ")

    def test_that_are_no_xml_name_the_line(self):
        content = payment_file().replace(b"</RmtInf>", b"</RmtOut>")
        assert refused(content)[0] == line_of(content, "</RmtOut>")
        assert refused(b"")[0] == 1

    @pytest.mark.parametrize(
        "head",
        [
            '<!DOCTYPE Document [<!ENTITY a "aaaa">]>',
            '<!DOCTYPE Document SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE a [<!ENTITY a "a"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
        ],
    )
    def test_with_a_document_type_are_not_read(self, head):
        assert "document type" in refused(payment_file(head=head))[1]

    def test_that_are_nested_too_deeply_are_not_read(self):
        deep = "<Tax>" + "<x>" * 100 + "</x>" * 100 + "</Tax>"
        assert "too deeply" in refused(payment_file(transfer(more=deep)))[1]

    def test_that_are_huge_in_elements_are_not_read(self, monkeypatch):
        monkeypatch.setattr("services.transactions.pain.xml.MAX_ELEMENTS", 20)
        assert "too many" in refused(payment_file())[1]
