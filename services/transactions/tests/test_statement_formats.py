"""Each format of a statement, read back by a library that is not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import tracemalloc
import uuid
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import mt940
import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from lxml import etree
from ofxparse import OfxParser
from pypdf import PdfReader

from kernel.ledger.queries.transactions import Transaction
from services.transactions.statements import FORMATS, format_of, pdf
from services.transactions.statements import mt940 as swift
from services.transactions.statements.head import LABELS, FeeLine, Head
from services.transactions.statements.sheet import shown
from services.transactions.statements.yields import apy_earned, average_balance_minor

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[4] / "shared" / "data" / "samples")
)
ODD = "=cmd|' /C calc'!A0 <b>&\"Müller\" #[*x*] \u202e-end :86:"
STREAMED = ("json", "csv", "ofx", "mt940", "camt053")


def line(number, amount, balance, **values):
    kind = "transfer_in" if amount > 0 else "transfer_out"
    return Transaction(
        **{
            "id": uuid.UUID(int=2 * number),
            "transfer_id": uuid.UUID(int=2 * number),
            "account_id": uuid.UUID(int=1),
            "sequence": number,
            "type": kind,
            "currency": "EUR",
            "amount_minor": amount,
            "balance_minor": balance,
            "note": "Rent",
            "counterparty_name": "Ben Okafor",
            "counterparty_number": "DE89370400440532013000",
            "posted_at": datetime(2026, 10, 3, 12, tzinfo=UTC),
            "value_date": date(2026, 10, 2),
            "business_date": date(2026, 10, 3),
            **values,
        }
    )


def lines_of(amounts, *, opening=0, **values):
    balance = opening
    for number, amount in enumerate(amounts, start=1):
        balance += amount
        yield line(number, amount, balance, **values)


def head_of(amounts, *, opening=0, currency="EUR", **values):
    return Head(
        **{
            "id": uuid.UUID(int=5),
            "account_id": uuid.UUID(int=1),
            "number": "DE02120300000000202051",
            "title": "Ada Nováková & Söhne",
            "currency": currency,
            "bank_name": "BankingSystem",
            "bank_bic": "BKSYDEFFXXX",
            "from_date": date(2026, 10, 1),
            "to_date": date(2026, 10, 31),
            "created_at": datetime(2026, 11, 1, 0, 5, tzinfo=UTC),
            "opening_minor": opening,
            "closing_minor": opening + sum(amounts),
            "count": len(amounts),
            "in_count": sum(1 for amount in amounts if amount > 0),
            "in_minor": sum(amount for amount in amounts if amount > 0),
            "out_minor": -sum(amount for amount in amounts if amount < 0),
            "interest_minor": 0,
            "tax_minor": 0,
            "fees": (),
            "fees_minor": 0,
            "days": 31,
            "average_minor": 0,
            "apy": None,
            **values,
        }
    )


def written(name, amounts, *, opening=0, currency="EUR", head=None, **values):
    head = head or head_of(amounts, opening=opening, currency=currency)
    lines = lines_of(amounts, opening=opening, currency=currency, **values)
    return b"".join(format_of(name, count=len(amounts)).write(head, lines))


def read_ofx(content):
    with warnings.catch_warnings():
        # It reads XML with a reader of HTML, and says so.
        warnings.simplefilter("ignore")
        return OfxParser.parse(io.BytesIO(content)).account


AMOUNTS = st.lists(
    st.integers(min_value=-(10**12), max_value=10**12).filter(bool), min_size=0, max_size=12
)
CURRENCIES = st.sampled_from(["EUR", "JPY", "BHD"])
TEXT = st.text(max_size=140)
OPENING = st.integers(min_value=-(10**10), max_value=10**12)
LITTLE = bounded(max_examples=40, derandomize=True, deadline=None)


def units(minor, currency):
    return Decimal(minor).scaleb(-{"EUR": 2, "JPY": 0, "BHD": 3}[currency])


@pytest.fixture(scope="module")
def camt_schema():
    path = SAMPLES / "camt" / "xsd" / "camt.053.001.08.xsd"
    if not path.exists():
        pytest.skip(f"there is no {path.name}; SAMPLES_PATH names the folder of the samples")
    return etree.XMLSchema(etree.parse(path))


class TestJson:
    @LITTLE
    @given(amounts=AMOUNTS, opening=OPENING, currency=CURRENCIES, note=TEXT)
    def test_says_what_the_lines_say(self, amounts, opening, currency, note):
        content = json.loads(
            written("json", amounts, opening=opening, currency=currency, note=note)
        )
        total = sum((Decimal(one["amount"]) for one in content["lines"]), Decimal(0))
        statement = content["statement"]
        assert Decimal(statement["opening_balance"]) + total == Decimal(
            statement["closing_balance"]
        )
        assert [one["note"] for one in content["lines"]] == [note] * len(amounts)


class TestCsv:
    def test_has_a_row_for_each_line(self):
        rows = list(csv.DictReader(io.StringIO(written("csv", [500, -199], opening=100).decode())))
        assert [(row["amount"], row["balance"]) for row in rows] == [
            ("5.00", "6.00"),
            ("-1.99", "4.01"),
        ]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "  @"])
    def test_runs_no_text_as_a_formula(self, start):
        text = f"{start}1+1"
        assert shown(text) == f"'{text}"
        (row,) = csv.DictReader(
            io.StringIO(written("csv", [1], note=text, counterparty_name=text).decode(), newline="")
        )
        assert row["note"] == row["counterparty"] == f"'{text}"

    @LITTLE
    @given(text=TEXT)
    def test_loses_no_letter(self, text):
        assert shown(text).removeprefix("'") == text.removeprefix("'") or shown(text) == text


class TestOfx:
    @LITTLE
    @given(amounts=AMOUNTS, opening=OPENING, currency=CURRENCIES)
    def test_is_read_by_another_library(self, amounts, opening, currency):
        account = read_ofx(written("ofx", amounts, opening=opening, currency=currency, note=ODD))
        assert account.account_id == "DE02120300000000202051"
        assert account.curdef == currency
        found = account.statement
        assert [one.amount for one in found.transactions] == [
            units(amount, currency) for amount in amounts
        ]
        assert found.balance == units(opening + sum(amounts), currency)
        assert (found.start_date, found.end_date) == (
            datetime(2026, 10, 1),  # noqa: DTZ001
            datetime(2026, 10, 31),  # noqa: DTZ001
        )

    @pytest.mark.parametrize("kind", sorted(LABELS))
    def test_names_each_type(self, kind):
        (found,) = read_ofx(
            written("ofx", [5], type=kind, note="Müller & Co")
        ).statement.transactions
        assert found.memo == "Müller & Co"
        assert found.id == str(uuid.UUID(int=2))

    @LITTLE
    @given(note=TEXT, name=TEXT)
    def test_is_xml_whatever_people_write(self, note, name):
        etree.fromstring(written("ofx", [5], note=note, counterparty_name=name))


class TestMt940:
    @LITTLE
    @given(amounts=AMOUNTS, opening=OPENING, currency=CURRENCIES)
    def test_is_read_by_another_library(self, amounts, opening, currency):
        text = written("mt940", amounts, opening=opening, currency=currency, note=ODD).decode()
        found = mt940.parse(text)
        assert found.data["final_opening_balance"].amount.amount == units(opening, currency)
        assert found.data["final_closing_balance"].amount.amount == units(
            opening + sum(amounts), currency
        )
        read = [one.data["amount"].amount for one in found.transactions if "amount" in one.data]
        assert read == [units(amount, currency) for amount in amounts]

    def test_is_several_messages_when_it_is_long(self, monkeypatch):
        monkeypatch.setattr(swift, "LINES_PER_MESSAGE", 3)
        for count, messages in ((0, 1), (3, 1), (4, 2), (9, 3)):
            text = written("mt940", [100] * count, opening=50).decode()
            assert text.count(":20:") == text.count(":28C:") == messages
            assert text.count(":60F:") == text.count(":62F:") == 1
            assert text.count(":60M:") == text.count(":62M:") == messages - 1
            found = mt940.parse(text)
            assert found.data["final_closing_balance"].amount.amount == units(
                50 + 100 * count, "EUR"
            )
            # What one message closes with is what the next opens with.
            closed = [row[5:] for row in text.splitlines() if row.startswith(":62M:")]
            opened = [row[5:] for row in text.splitlines() if row.startswith(":60M:")]
            assert closed == opened

    @LITTLE
    @given(note=TEXT, name=TEXT)
    def test_has_only_letters_and_lengths_that_swift_knows(self, note, name):
        content = written("mt940", [5, -3], note=note, counterparty_name=name)
        rows = content.decode("ascii").split("\r\n")
        for row in rows:
            assert len(row) <= 80
        starts = {row[:4] for row in rows if row.startswith(":")}
        assert starts <= {":20:", ":25:", ":28C", ":60F", ":61:", ":86:", ":62F"}
        assert rows.count("-") == 1


class TestCamt053:
    @bounded(LITTLE, suppress_health_check=())
    @given(amounts=AMOUNTS, opening=OPENING, currency=CURRENCIES, note=TEXT, name=TEXT)
    def test_is_valid_by_the_schema(self, camt_schema, amounts, opening, currency, note, name):
        content = written(
            "camt053",
            amounts,
            opening=opening,
            currency=currency,
            note=note,
            counterparty_name=name,
        )
        camt_schema.assertValid(etree.fromstring(content))

    @pytest.mark.parametrize("kind", sorted(LABELS))
    @pytest.mark.parametrize("amount", [500, -500])
    def test_is_valid_with_each_type(self, camt_schema, kind, amount):
        head = head_of([amount], number="TEST123", bank_bic="")
        content = written("camt053", [amount], head=head, type=kind, counterparty_number=None)
        camt_schema.assertValid(etree.fromstring(content))

    def test_adds_up_by_its_own_entries(self):
        space = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}
        tree = etree.fromstring(written("camt053", [500, -199, -1000], opening=300))

        def signed(node):
            amount = Decimal(node.findtext("c:Amt", namespaces=space))
            is_in = node.findtext("c:CdtDbtInd", namespaces=space) == "CRDT"
            return amount if is_in else -amount

        opening, closing = (signed(node) for node in tree.iterfind(".//c:Bal", space))
        entries = [signed(node) for node in tree.iterfind(".//c:Ntry", space)]
        assert (opening, closing) == (Decimal("3.00"), Decimal("-3.99"))
        assert opening + sum(entries) == closing
        assert tree.findtext(".//c:TtlNtries/c:NbOfNtries", namespaces=space) == "3"


class TestPdf:
    def test_is_tagged_and_says_everything(self):
        amounts = [500, -499, 100]
        head = head_of(
            amounts,
            opening=1000,
            fees=(FeeLine(name="Statement fee", count=1, amount_minor=499),),
            fees_minor=499,
            interest_minor=100,
            tax_minor=25,
            average_minor=1234,
            apy=Decimal("6.17"),
        )
        content = written("pdf", amounts, opening=1000, head=head, note=ODD)
        document = PdfReader(io.BytesIO(content))
        root = document.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == "en"
        assert "DE02120300000000202051" in document.metadata.title
        text = " ".join(document.pages[0].extract_text().split())
        for said in (
            "Ada Nováková & Söhne",
            "Balance before 2026-10-01 10.00",
            "Balance at the end of 2026-10-31 11.01",
            "Statement fee 1 4.99",
            "Interest earned 1.00",
            "Tax withheld 0.25",
            "Average daily balance 12.34",
            "Annual percentage yield earned 6.17 %",
            "5.00 15.00",
            "-4.99 10.01",
            "#[*x*]",
        ):
            assert said in text

    def test_of_a_quiet_month_says_so(self):
        text = PdfReader(io.BytesIO(written("pdf", []))).pages[0].extract_text()
        assert "There were none." in text
        assert "Fees" not in text

    def test_that_is_long_is_a_zip_whose_parts_carry_forward(self, monkeypatch):
        monkeypatch.setattr(pdf, "LINES_PER_PART", 2)
        amounts = [100, 200, 300, 400, 500]
        with zipfile.ZipFile(io.BytesIO(written("pdf", amounts, opening=50))) as archive:
            assert archive.testzip() is None
            texts = [
                " ".join(PdfReader(io.BytesIO(archive.read(name))).pages[0].extract_text().split())
                for name in archive.namelist()
            ]
        assert len(texts) == 3
        assert "Balance before 0.50" in texts[0]
        assert "Carried forward 3.50" in texts[0]
        assert "Carried forward 3.50" in texts[1]
        assert "Carried forward 10.50" in texts[2]
        assert "Balance at the end 15.50" in texts[2]
        assert ["Summary" in text for text in texts] == [True, False, False]


class TestMemory:
    @pytest.mark.parametrize("name", STREAMED)
    def test_does_not_grow_with_the_lines(self, name):
        def peak(count):
            head = replace(head_of([]), count=count)
            amounts = (5 if number % 2 else -3 for number in range(count))
            tracemalloc.start()
            try:
                size = sum(len(piece) for piece in FORMATS[name].write(head, lines_of(amounts)))
                return tracemalloc.get_traced_memory()[1], size
            finally:
                tracemalloc.stop()

        peak(10)
        few, _ = peak(200)
        many, size = peak(10_000)
        assert size > 1_000_000 or name == "mt940"
        assert many < few + 200_000


class TestYield:
    # Regulation DD, appendix A; the average balance is the principal.
    @pytest.mark.parametrize(
        ("interest", "principal", "days", "percent"),
        [
            (6168, 100_000, 365, "6.17"),
            (3037, 100_000, 182, "6.18"),
            (2668, 100_000, 183, "5.39"),
            (5390, 100_000, 365, "5.39"),
            (45229, 800_000, 365, "5.65"),
            (118361, 2_000_000, 365, "5.92"),
        ],
    )
    def test_is_what_the_regulation_says(self, interest, principal, days, percent):
        found = apy_earned(interest_minor=interest, average_minor=principal, days=days)
        assert found == Decimal(percent)

    @pytest.mark.parametrize(("interest", "average"), [(0, 5), (-1, 5), (5, 0)])
    def test_is_none_where_nothing_is_earned(self, interest, average):
        assert apy_earned(interest_minor=interest, average_minor=average, days=31) is None

    def test_is_on_the_mean_of_the_days_ends(self):
        # Two days of 100, three of 400, and below zero counts as zero.
        days = [(date(2026, 10, 3), 400), (date(2026, 10, 6), -50)]
        found = average_balance_minor(
            opening_minor=100,
            day_ends=days,
            from_date=date(2026, 10, 1),
            to_date=date(2026, 10, 10),
        )
        assert found == (2 * 100 + 3 * 400) // 10
