"""Customers and accounts from a file: checked row by row, all of it or nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kernel.audit.models import Edit
from kernel.ledger import queries as ledger
from services.accounts import commands
from services.accounts.models import Account, Address, Customer, Import
from services.accounts.sheets import SheetUnreadable, csv_line, plain_cell, read_table

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = """given_name,family_name,date_of_birth,phone,income,income_currency,\
street,city,country,account_type
Zoë,Łukasz,1988-03-14,+49 30 901820,42000.00,EUR,1 Main St,Bonn,DE,everyday
Ben,Novak,1970-01-01,030 901821,,,,,,
"""


@pytest.fixture
def clerk(staff):
    return staff("operations")


@pytest.fixture
def hand_in(clerk):
    """Return a function that hands in a file, has it carried out, and returns what became of it."""

    def hand_in(content, **fields):
        content = content.encode() if isinstance(content, str) else content
        answer = clerk.upload("customers/imports", content, **fields)
        assert answer.status_code == 202, answer.content
        assert answer.json()["status"] == "waiting"
        assert commands.run_waiting_imports(now=NOW) == 1
        return clerk.get(f"customers/imports/{answer.json()['id']}").json()

    return hand_in


def places(content):
    return [(each["row"], each["column"], each["code"]) for each in content["errors"]]


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestImport:
    def test_writes_customers_addresses_and_accounts(self, hand_in, catalogue, clerk, staff):
        content = hand_in(FILE)
        assert (content["status"], content["errors"]) == ("done", [])
        counts = ("row_count", "customer_count", "account_count", "error_count")
        assert [content[name] for name in counts] == [2, 2, 1, 0]
        assert content["asked_by"] == str(clerk.id)
        zoe = next(each for each in Customer.objects.all() if each.given_name == "Zoë")
        assert (zoe.status, zoe.date_of_birth) == ("active", date(1988, 3, 14))
        assert zoe.income == {"minor": 4_200_000, "currency": "EUR"}
        assert Address.objects.get(customer=zoe).street == "1 Main St"
        (held,) = ledger.list_held_accounts(person_id=zoe.id)
        assert (held.title, held.access) == ("Zoë Łukasz", "owner")
        found = staff("teller").get("customers?phone=030901820").json()["results"]
        assert [row["id"] for row in found] == [str(zoe.id)]
        assert Edit.objects.filter(action="imported", actor_id=clerk.id).count() == 2

    @pytest.mark.skipif(connection.vendor != "mysql", reason="MariaDB ends what stands still")
    def test_may_stand_still_for_as_long_as_ten_thousand_rows_take(self, catalogue):
        names = ("idle_transaction_timeout", "idle_write_transaction_timeout")
        if not connection.mysql_is_mariadb:
            pytest.skip("MySQL lets it stand")

        def patience():
            with connection.cursor() as cursor:
                cursor.execute("SELECT " + ", ".join(f"@@SESSION.{name}" for name in names))
                return cursor.fetchone()

        usual, seen = patience(), {}
        taken = commands.take_file(
            content=FILE.encode(),
            is_dry_run=False,
            confirm_duplicates=False,
            actor_id=None,
            now=NOW,
        )
        commands.run_import(
            import_id=taken.id,
            now=NOW,
            progress=lambda what, _rows: seen.setdefault(what, patience()),
        )
        assert seen["writing"] == seen["recording"] == (600, 600)
        assert patience() == usual

    def test_of_a_workbook_is_the_same(self, hand_in, catalogue):
        rows = [line.split(",") for line in FILE.strip().split("\n")]
        rows[1][2] = datetime(1988, 3, 14)  # noqa: DTZ001  (a workbook knows no zones)
        rows[1][4] = 42000.5
        rows.append([])
        content = hand_in(workbook(rows))
        assert (content["status"], content["customer_count"]) == ("done", 2), content["errors"]
        zoe = next(each for each in Customer.objects.all() if each.given_name == "Zoë")
        assert zoe.date_of_birth == date(1988, 3, 14)
        assert zoe.income == {"minor": 4_200_050, "currency": "EUR"}

    def test_keeps_the_number_of_an_account(self, hand_in, catalogue):
        text = (
            "given_name,family_name,account_type,number,branch,nickname\n"
            "Zoë,Ł,everyday,DE89 3704 0044 0532 0130 00,002,Main\n"
        )
        assert hand_in(text)["status"] == "done"
        account = Account.objects.get()
        assert (account.branch.code, account.nickname) == ("002", "Main")
        assert ledger.find_account_id("DE89370400440532013000") == account.id

    def test_gives_one_person_several_accounts(self, hand_in, catalogue):
        text = (
            "reference,given_name,family_name,phone,account_type,nickname\n"
            "K-1,Zoë,Ł,030 901820,everyday,Main\n"
            "K-2,Ben,N,030 901821,everyday,\n"
            "K-1,Zoë,Ł,030 901820,savings,Old age\n"
        )
        content = hand_in(text)
        assert (content["status"], content["errors"]) == ("done", [])
        counts = ("row_count", "customer_count", "account_count")
        assert [content[name] for name in counts] == [3, 2, 3]
        zoe = next(each for each in Customer.objects.all() if each.given_name == "Zoë")
        names = Account.objects.filter(customer=zoe).values_list("nickname", flat=True)
        assert sorted(names) == ["Main", "Old age"]

    def test_takes_no_two_people_under_one_reference(self, hand_in, catalogue):
        text = (
            "reference,given_name,family_name,account_type\n"
            "K-1,Zoë,Ł,everyday\nK-1,Ben,N,everyday\nK-1,Zoë,Ł,\n"
        )
        assert places(hand_in(text)) == [
            (3, "reference", "differs"),
            (4, "account_type", "required"),
        ]

    def test_asks_the_database_no_oftener_for_more_rows(self, hand_in, catalogue):
        """Hundreds of rows cost a few statements, not a few each."""
        counted = []
        for start in (0, 1_000):
            count = 40 if start == 0 else 400
            lines = [
                f"Given{number},Family{number},1990-01-01,everyday,1 St,Bonn,DE"
                for number in range(start, start + count)
            ]
            header = "given_name,family_name,date_of_birth,account_type,street,city,country"
            with CaptureQueriesContext(connection) as sent:
                assert hand_in("\n".join([header, *lines]))["status"] == "done"
            counted.append(len(sent))
        few, many = counted
        # More statements only where one holds a part of the rows: not one for each fifth row.
        assert many - few < (400 - 40) / 5, counted

    def test_dry_changes_nothing(self, hand_in, catalogue):
        content = hand_in(FILE, dry_run="true")
        assert (content["status"], content["customer_count"]) == ("checked", 2)
        assert not Customer.objects.exists()
        assert not Edit.objects.exists()

    def test_with_one_mistake_writes_nothing(self, hand_in, catalogue):
        content = hand_in(FILE + "Eve,,2020-13-01,x,1.001,EUR,,Bonn,DE,gold\n")
        assert content["status"] == "refused"
        assert places(content) == [
            (4, "date_of_birth", "invalid"),
            (4, "phone", "invalid"),
            (4, "family_name", "required"),
            (4, "street", "required"),
            (4, "income", "amount_invalid"),
        ]
        assert content["error_count"] == 5
        assert not Customer.objects.exists()

    def test_names_what_no_customer_can_have(self, hand_in, catalogue):
        content = hand_in(FILE + "Eve,Novak,2020-01-01,,,,,,,gold\n")
        assert places(content) == [
            (4, "date_of_birth", "too_young"),
            (4, "account_type", "unknown"),
        ]

    def test_finds_the_same_person_twice_and_who_is_there(self, hand_in, catalogue, caller):
        caller().register(given_name="Zoe", family_name="Lukasz", date_of_birth="1988-03-14")
        text = FILE + "Eve,Novak,,030 901821,,,,,,\n"
        assert places(hand_in(text)) == [
            (4, "phone", "repeated"),
            (2, "date_of_birth", "possible_duplicate"),
        ]
        assert hand_in(text, confirm_duplicates="true")["status"] == "done"

    def test_names_numbers_that_are_taken_or_twice(self, hand_in, catalogue):
        header = "given_name,family_name,account_type,number\n"
        row = "A,B,everyday,DE89370400440532013000\n"
        assert places(hand_in(header + row + row)) == [(3, "number", "repeated")]
        assert hand_in(header + row)["status"] == "done"
        assert places(hand_in(header + row)) == [(2, "number", "taken")]

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (b"given_name\nAda\n", (1, "family_name", "missing_column")),
            (b"given_name,family_name,iq\n", (1, "", "unknown_column")),
            (b"given_name,family_name,family_name\n", (1, "family_name", "doubled_column")),
            (b"given_name,family_name\n", (1, "", "empty")),
            (b"given_name,family_name\nA,B,C\n", (2, "", "too_many_cells")),
            (b"\xff\xfe\x00", (1, "", "unreadable")),
            (b"PK\x03\x04 no archive", (1, "", "unreadable")),
            (b'given_name,family_name\n"A,B\n', (1, "", "unreadable")),
            (b"given_name,family_name\n=1+1,B\n", (2, "given_name", "formula")),
            (b"given_name,family_name\n@A,B\n", (2, "given_name", "formula")),
            (
                b"given_name,family_name,status,account_type\nA,B,pending,x\n",
                (2, "status", "invalid"),
            ),
        ],
    )
    def test_names_the_place_that_is_wrong(self, hand_in, content, place):
        result = hand_in(content)
        assert (result["status"], places(result)[0]) == ("refused", place)

    def test_names_places_and_never_what_stands_there(self, hand_in, catalogue):
        content = hand_in("Zaphod,Beeblebrox\ngiven_name,x\n" + FILE.replace("Zoë", "=Zaphod"))
        assert "Zaphod" not in str(content)

    def test_of_a_workbook_with_formulas_is_refused(self, hand_in):
        content = hand_in(workbook([["given_name", "family_name"], ["=1+1", "B"]]))
        assert places(content) == [(2, "given_name", "formula")]

    def test_counts_all_mistakes_and_keeps_the_first(self, hand_in):
        content = hand_in("given_name,family_name\n" + "A,\n" * 600)
        assert (content["error_count"], len(content["errors"])) == (600, 500)

    def test_is_carried_out_once(self, hand_in, catalogue):
        content = hand_in(FILE)
        assert commands.run_waiting_imports(now=NOW) == 0
        assert commands.run_import(import_id=content["id"], now=NOW) is None
        assert Customer.objects.count() == 2

    def test_whose_file_is_gone_says_so(self, clerk, documents_folder):
        clerk.upload("customers/imports", FILE.encode())
        for path in documents_folder.rglob("*.sealed"):
            path.unlink()
        commands.run_waiting_imports(now=NOW)
        assert places(clerk.get("customers/imports").json()["results"][0]) == [(1, "", "lost")]

    def test_keeps_the_file_sealed_and_only_until_it_is_done(self, clerk, documents_folder):
        clerk.upload("customers/imports", FILE.encode())
        (file,) = (path for path in documents_folder.rglob("*") if path.is_file())
        assert b"901820" not in file.read_bytes()
        commands.run_waiting_imports(now=NOW)
        assert not file.exists()

    def test_is_refused_at_the_door_when_empty_or_too_large(self, clerk, refused, settings):
        refused(clerk.upload("customers/imports", b""), 400, "file_empty", "file")
        settings.IMPORT_MAX_BYTES = 10
        refused(clerk.upload("customers/imports", bytes(11)), 400, "file_too_large", "file")
        refused(clerk.upload("customers/imports", bytes(90_000)), 413, "request_too_large")

    def test_is_listed_page_by_page(self, clerk, refused):
        for _ in range(3):
            clerk.upload("customers/imports", FILE.encode())
        first = clerk.get("customers/imports?limit=2").json()
        rest = clerk.get(first["next"].removeprefix("/api/v1/")).json()
        ids = [each["id"] for each in first["results"] + rest["results"]]
        assert ids == [str(each.id) for each in Import.objects.order_by("-id")]
        assert rest["next"] is None
        refused(clerk.get("customers/imports?cursor=x"), 400, "cursor_invalid", "cursor")


class TestTerminal:
    def test_says_what_was_imported(self, catalogue, tmp_path):
        path = tmp_path / "people.csv"
        path.write_text(FILE, encoding="utf-8")
        out = StringIO()
        call_command("import_customers", str(path), "--dry-run", stdout=out)
        call_command("import_customers", str(path), stdout=out)
        assert out.getvalue().splitlines() == [
            "2 customers, 1 accounts can be imported.",
            "2 customers, 1 accounts imported.",
        ]
        with pytest.raises(CommandError, match="mistakes; nothing was imported"):
            call_command("import_customers", str(path), stdout=out)
        assert "row 2, date_of_birth: Somebody like this" in out.getvalue()

    def test_says_what_cannot_be_read(self, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_customers", str(tmp_path / "none.csv"))


class TestSheets:
    def test_a_workbook_that_unpacks_to_too_much_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", bytes(200_000_000))
        with pytest.raises(SheetUnreadable, match="too much"):
            list(read_table(out.getvalue()))

    def test_a_workbook_with_entities_is_refused(self):
        book = workbook([["given_name"]])
        out = io.BytesIO()
        bomb = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b"<sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData>"
            b"</worksheet>"
        )
        with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.infolist():
                is_sheet = part.filename.endswith("sheet1.xml")
                new.writestr(part.filename, bomb if is_sheet else old.read(part.filename))
        with pytest.raises(SheetUnreadable):
            list(read_table(out.getvalue()))

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_a_table_has_any_of_the_usual_marks(self, mark):
        text = f"\ufeffa{mark}b\r\n1{mark}2\r\n"
        assert list(read_table(text.encode())) == [["a", "b"], ["1", "2"]]

    def test_too_many_rows_columns_or_letters_are_refused(self):
        for text in ("a\n" * 50_002, "a," * 61, "a" * 2_001):
            with pytest.raises(SheetUnreadable, match="at most"):
                list(read_table(text.encode()))

    @given(st.text())
    def test_no_cell_that_is_written_is_a_formula(self, text):
        assert not plain_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
        assert plain_cell(text).endswith(text)

    def test_what_is_written_is_read_again(self):
        text = "".join(map(csv_line, [["a", "b"], ["x,y", '"q"'], [None, 5]]))
        assert list(read_table(text.encode())) == [["a", "b"], ["x,y", '"q"'], ["", "5"]]
