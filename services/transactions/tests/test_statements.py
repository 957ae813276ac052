"""Statements over HTTP: asked for, kept, downloaded, verified; monthly ones made by beat."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kernel.audit.models import Edit
from kernel.ids import new_id
from kernel.ledger import commands as books
from kernel.ledger import queries as ledger
from kernel.ledger.models import Account, Day, Entry, Transfer
from kernel.permissions import PERMISSIONS, ROLES
from services.transactions import commands, tasks
from services.transactions.commands import statement_files
from services.transactions.commands.make_statement import last_day_of
from services.transactions.models import Statement, StatementFile, StatementRun

pytestmark = pytest.mark.django_db
FORMATS = ("json", "csv", "pdf", "ofx", "mt940", "camt053")
STAFF = sorted(PERMISSIONS["transactions.read_any"])


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Keep the files of each test apart."""
    settings.STATEMENT_ROOT = str(tmp_path / "statements")
    return tmp_path / "statements"


@pytest.fixture
def over(ada, payer):
    """A day on which Ada got 5.00 and 1.25 and spent 2.00, and that is over."""
    for path, amount, note in (
        ("deposits", "5.00", "=1+1"),
        ("withdrawals", "2.00", "Cash"),
        ("deposits", "1.25", ""),
    ):
        body = {"account": str(payer.id), "amount": amount, "note": note}
        assert ada.post(path, body).status_code == 201
    return close_today()


def close_today():
    day = ledger.get_open_day()
    books.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))
    return day


def asked(person, account, day, **body):
    content = {"account": str(account.id), "from": day.isoformat(), "to": day.isoformat()}
    return person.send("POST", "statements", content | body)


def download(person, statement, name):
    answer = person.get(f"statements/{statement['id']}/content", format=name)
    assert answer.status_code == 200, answer.content
    return answer, b"".join(answer.streaming_content)


class TestStatement:
    def test_is_answered_exactly_as_agreed(self, ada, payer, over):
        answer = asked(ada, payer, over)
        assert answer.status_code == 201, answer.content
        content = answer.json()
        statement = Statement.objects.get()
        assert content == {
            "id": str(statement.id),
            "account": str(payer.id),
            "number": payer.number,
            "title": "Ada Novak",
            "bank": {"name": "BankingSystem", "bic": "BKSYDEFFXXX"},
            "currency": "EUR",
            "from_date": over.isoformat(),
            "to_date": over.isoformat(),
            "opening_balance": "0.00",
            "closing_balance": "104.25",
            "line_count": 4,
            "money_in": "106.25",
            "money_out": "2.00",
            "fees": [],
            "fees_total": "0.00",
            "interest": "0.00",
            "tax": "0.00",
            "days": 1,
            "average_balance": "104.25",
            "apy_earned": None,
            "is_monthly": False,
            "created_at": content["created_at"],
            "files": [],
        }
        assert ada.get(f"statements/{statement.id}").json() == content

    def test_of_the_same_days_is_the_same_one(self, ada, ben, teller):
        account = teller.open(ada, "5.00", holders={ben.id: "view"})
        day = close_today()
        first = asked(ada, account, day)
        again = asked(ben, account, day)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert Statement.objects.count() == 1

    def test_begins_where_the_one_before_ended(self, ada, payer, teller, over):
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        teller.pay_in(payer, ada.id, "7.00", now=tomorrow)
        books.roll_business_day(now=tomorrow + timedelta(days=3))
        first = asked(ada, payer, over).json()
        second = asked(ada, payer, over + timedelta(days=1)).json()
        quiet = asked(ada, payer, over + timedelta(days=2)).json()
        whole = asked(ada, payer, over, to=(over + timedelta(days=2)).isoformat()).json()
        assert first["closing_balance"] == second["opening_balance"] == "104.25"
        assert second["closing_balance"] == quiet["opening_balance"] == "111.25"
        assert (quiet["line_count"], quiet["closing_balance"]) == (0, "111.25")
        assert (whole["line_count"], whole["opening_balance"]) == (5, "0.00")
        assert whole["average_balance"] == "108.92"
        before = asked(ada, payer, over - timedelta(days=1)).json()
        assert (before["line_count"], before["closing_balance"]) == (0, "0.00")

    def test_of_an_open_day_is_refused(self, ada, payer, over, refused):
        for days in (1, 40):
            answer = asked(ada, payer, over, to=(over + timedelta(days=days)).isoformat())
            refused(answer, 422, "period_not_over", "to")
        assert not Statement.objects.exists()

    def test_of_a_month_is_that_of_its_days(self, ada, payer):
        first = ledger.get_open_day().replace(day=1)
        books.roll_business_day(now=datetime.now(UTC) + timedelta(days=40))
        body = {"account": str(payer.id), "month": f"{first:%Y-%m}"}
        by_month = ada.send("POST", "statements", body)
        by_days = asked(ada, payer, first, to=last_day_of(first).isoformat())
        assert (by_month.status_code, by_days.status_code) == (201, 200)
        assert by_month.json() == by_days.json()
        assert by_month.json()["is_monthly"] is True

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "month"),
            ({"from": "2026-01-01"}, "month"),
            ({"to": "2026-01-01"}, "month"),
            ({"month": "2026-01", "to": "2026-01-31"}, "month"),
            ({"month": "2026-13"}, "month"),
            ({"month": "2026-1"}, "month"),
            ({"month": "0000-01"}, "from"),
            ({"month": "1899-12"}, "from"),
            ({"month": 5}, "month"),
            ({"from": "2026-01-02", "to": "2026-01-01"}, "to"),
            ({"from": "0001-01-01", "to": "2026-01-01"}, "from"),
            ({"from": "x", "to": "2026-01-01"}, "from"),
            ({"month": "2026-01", "colour": "red"}, "colour"),
        ],
    )
    def test_of_a_period_that_makes_no_sense_is_400(self, ada, payer, body, field):
        answer = ada.send("POST", "statements", {"account": str(payer.id)} | body)
        assert answer.status_code == 400, answer.content
        assert list(answer.json()["errors"]) == [field]

    def test_of_the_last_day_of_the_calendar_is_refused(self, ada, payer, refused):
        for body in ({"month": "9999-12"}, {"from": "9999-12-31", "to": "9999-12-31"}):
            answer = ada.send("POST", "statements", {"account": str(payer.id)} | body)
            refused(answer, 422, "period_not_over", "to")

    def test_itemises_fees_and_shows_what_interest_earned(self, ada, payer):
        post_by_the_bank(payer, "interest", 617, "Interest")
        post_by_the_bank(payer, "tax", -100, "Tax")
        for note in ("Statement fee", "Card fee", "Card fee"):
            post_by_the_bank(payer, "fee", -150, note)
        content = asked(ada, payer, close_today()).json()
        assert content["fees"] == [
            {"name": "Card fee", "count": 2, "amount": "3.00"},
            {"name": "Statement fee", "count": 1, "amount": "1.50"},
        ]
        assert (content["fees_total"], content["interest"]) == ("4.50", "6.17")
        assert content["tax"] == "1.00"
        average = Decimal(content["average_balance"])
        grown = (1 + Decimal("6.17") / average) ** 365
        assert Decimal(content["apy_earned"]) == (100 * (grown - 1)).quantize(Decimal("0.01"))

    def test_that_is_one_too_many_is_refused(self, ada, ben, payer, payee, over, settings, refused):
        settings.STATEMENTS_PER_DAY = 2
        days = [(over - timedelta(days=days)).isoformat() for days in range(3)]
        for day in days[:2]:
            assert asked(ada, payer, over, **{"from": day}).status_code == 201
        refused(asked(ada, payer, over, **{"from": days[2]}), 422, "too_many_statements")
        assert asked(ada, payer, over, **{"from": days[1]}).status_code == 200
        assert asked(ben, payee, over).status_code == 201
        Statement.objects.update(created_at=timezone.now() - timedelta(days=1))
        assert asked(ada, payer, over, **{"from": days[2]}).status_code == 201

    def test_that_does_not_add_up_is_not_issued(self, ada, payer, over, refused):
        Entry.objects.filter(account_id=payer.id, sequence=2).update(amount_minor=1)
        refused(asked(ada, payer, over), 409, "statement_not_balanced")
        assert not Statement.objects.exists()

    def test_that_does_not_add_up_is_not_kept_by_the_database_either(self, ada, payer, over):
        asked(ada, payer, over)
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.update(closing_minor=1)


def post_by_the_bank(account, kind, amount, note):
    """Post a movement of the bank's own."""
    from kernel.ledger.records import MoneyRequest

    request = MoneyRequest.make(
        actor_id=uuid.uuid4(), operation=kind, key=uuid.uuid4().hex, body=amount
    )
    with transaction.atomic():
        posting = books.begin_posting(
            request=request, account_ids=[account.id], now=datetime.now(UTC)
        )
        customer = posting.any_account(account.id, field="account")
        bank = posting.bank_account(purpose="fees", currency="EUR")
        books.post_transfer(
            posting,
            kind=kind,
            debit=bank if amount > 0 else customer,
            credit=customer if amount > 0 else bank,
            amount_minor=abs(amount),
            note=note,
        )


class TestList:
    def test_shows_the_latest_period_first_in_pages(self, ada, payer, teller):
        other = teller.open(ada)
        books.roll_business_day(now=datetime.now(UTC) + timedelta(days=4))
        today = datetime.now(UTC).date()
        for days in range(3):
            for account in (payer, other):
                assert asked(ada, account, today + timedelta(days=days)).status_code == 201
        whole = ada.get("statements").json()["results"]
        assert [one["to_date"] for one in whole] == sorted(
            [one["to_date"] for one in whole], reverse=True
        )
        found, address = [], None
        while True:
            page = (ada.follow(address) if address else ada.get("statements", limit=2)).json()
            found += page["results"]
            address = page["next"]
            if address is None:
                break
        assert found == whole
        assert len(whole) == 6
        mine = ada.get("statements", account=payer.id).json()["results"]
        assert [one["account"] for one in mine] == [str(payer.id)] * 3

    @pytest.mark.parametrize("query", [{"cursor": "!"}, {"limit": "0"}, {"colour": "red"}])
    def test_refuses_what_makes_no_sense(self, ada, query):
        assert ada.get("statements", **query).status_code == 400


class TestContent:
    @pytest.mark.parametrize("name", FORMATS)
    def test_is_kept_with_its_hash(self, ada, payer, over, folder, name):
        statement = asked(ada, payer, over).json()
        answer, content = download(ada, statement, name)
        digest = hashlib.sha256(content).hexdigest()
        assert answer.headers["ETag"] == f'"{digest}"'
        assert int(answer.headers["Content-Length"]) == len(content)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        (file,) = ada.get(f"statements/{statement['id']}").json()["files"]
        assert file == {
            "format": name,
            "status": "ready",
            "percent": 100,
            "sha256": digest,
            "size": len(content),
            "made_at": file["made_at"],
        }
        _, again = download(ada, statement, name)
        assert again == content
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 1

    def test_says_what_the_list_of_transactions_says(self, ada, payer, over):
        statement = asked(ada, payer, over).json()
        _, content = download(ada, statement, "json")
        lines = json.loads(content)["lines"]
        listed = ada.get("transactions", account=payer.id, order="posted_at").json()["results"]
        assert [one["id"] for one in lines] == [one["id"] for one in listed]
        assert [one["balance_after"] for one in lines] == [one["balance_after"] for one in listed]
        assert [one["sequence"] for one in lines] == [1, 2, 3, 4]
        _, table = download(ada, statement, "csv")
        rows = list(csv.DictReader(io.StringIO(table.decode())))
        assert [row["amount"] for row in rows] == ["100.00", "5.00", "-2.00", "1.25"]
        assert rows[1]["note"] == "'=1+1"

    def test_is_not_changed_by_what_comes_later(self, ada, payer, over, folder):
        statement = asked(ada, payer, over).json()
        _, before = download(ada, statement, "json")
        Account.objects.filter(id=payer.id).update(title="Somebody Else")
        assert download(ada, statement, "json")[1] == before

    def test_may_be_asked_for_by_a_browser(self, ada, payer, over):
        statement = asked(ada, payer, over).json()
        answer = ada.http.get(
            f"/api/v1/statements/{statement['id']}/content?format=pdf",
            **ada.headers,
            HTTP_ACCEPT="application/pdf",
        )
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")

    def test_of_another_format_is_400(self, ada, payer, over, refused):
        statement = asked(ada, payer, over).json()
        answer = ada.get(f"statements/{statement['id']}/content", format="docx")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["format"])

    def test_that_does_not_add_up_is_not_handed_out(self, ada, payer, over, folder, refused):
        statement = asked(ada, payer, over).json()
        Entry.objects.filter(account_id=payer.id, sequence=2).update(balance_minor=1)
        for _ in range(2):
            answer = ada.get(f"statements/{statement['id']}/content", format="csv")
            refused(answer, 409, "statement_file_refused")
        (file,) = ada.get(f"statements/{statement['id']}").json()["files"]
        assert (file["status"], file["sha256"]) == ("failed", None)
        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_that_is_lost_is_made_again_and_is_the_same(self, ada, payer, over, folder, refused):
        statement = asked(ada, payer, over).json()
        _, before = download(ada, statement, "json")
        (path,) = [path for path in folder.rglob("*") if path.is_file()]
        path.unlink()
        refused(ada.get(f"statements/{statement['id']}/content"), 503, "statement_file_lost")
        assert download(ada, statement, "json")[1] == before

    def test_that_comes_out_different_is_not_handed_out(
        self, ada, payer, over, folder, settings, refused
    ):
        statement = asked(ada, payer, over).json()
        download(ada, statement, "json")
        (path,) = [path for path in folder.rglob("*") if path.is_file()]
        path.unlink()
        settings.BANK_NAME = "Another bank"
        ada.get(f"statements/{statement['id']}/content")
        answer = ada.get(f"statements/{statement['id']}/content")
        refused(answer, 409, "statement_file_refused")


class TestAFailedFile:
    @pytest.fixture
    def failed(self, ada, payer, over, folder):
        """A statement whose CSV failed, and a function that makes its entries right again."""
        statement = asked(ada, payer, over).json()
        entry = Entry.objects.filter(account_id=payer.id, sequence=2)
        right = entry.get().balance_minor
        entry.update(balance_minor=1)
        ada.get(f"statements/{statement['id']}/content", format="csv")
        return statement, lambda: entry.update(balance_minor=right)

    def _retry(self, person, statement, name="csv"):
        path = f"statements/{statement['id']}/retry"
        return person.send("POST", path, {"format": name})

    def test_is_made_again_when_it_is_asked_for(self, ada, failed):
        statement, mend = failed
        mend()
        answer = self._retry(ada, statement)
        assert answer.status_code == 202, answer.content
        assert (answer.json()["status"], answer.json()["percent"]) == ("making", 0)
        commands.make_due_files(clock=timezone.now)
        answer, content = download(ada, statement, "csv")
        assert answer.status_code == 200
        assert content

    def test_has_to_add_up_like_any_other(self, ada, failed, refused):
        statement, _ = failed
        assert self._retry(ada, statement).status_code == 202
        commands.make_due_files(clock=timezone.now)
        answer = ada.get(f"statements/{statement['id']}/content", format="csv")
        refused(answer, 409, "statement_file_refused")

    def test_alone_is_made_again(self, ada, failed, refused):
        statement, _ = failed
        refused(self._retry(ada, statement, "pdf"), 409, "statement_file_not_failed")
        assert self._retry(ada, statement).status_code == 202
        refused(self._retry(ada, statement), 409, "statement_file_not_failed")

    def test_of_another_format_is_400(self, ada, failed):
        assert self._retry(ada, failed[0], "docx").status_code == 400

    def test_of_somebody_else_does_not_exist(self, ben, failed, refused):
        refused(self._retry(ben, failed[0]), 404, "statement_not_found")


class TestALongOne:
    @pytest.fixture(autouse=True)
    def short_patience(self, monkeypatch):
        monkeypatch.setattr(statement_files, "AT_ONCE", {})
        monkeypatch.setattr(statement_files, "AT_ONCE_ELSE", 2)
        monkeypatch.setattr(statement_files, "_STEP", 1)

    @pytest.mark.parametrize("name", FORMATS)
    def test_is_made_by_a_worker(self, ada, payer, over, name):
        statement = asked(ada, payer, over).json()
        answer = ada.get(f"statements/{statement['id']}/content", format=name)
        assert answer.status_code == 202
        assert answer.headers["Retry-After"] == "2"
        assert answer.json() == {
            "format": name,
            "status": "making",
            "percent": 0,
            "sha256": None,
            "size": None,
            "made_at": None,
        }
        tasks.make_statement_files()
        assert download(ada, statement, name)[1]

    def test_says_how_far_it_has_come(self, ada, payer, over, monkeypatch):
        statement = asked(ada, payer, over).json()
        ada.get(f"statements/{statement['id']}/content", format="csv")
        seen = []
        note = statement_files._note_progress

        def noted(file, count, *, clock):
            note(file, count, clock=clock)
            (shown,) = ada.get(f"statements/{statement['id']}").json()["files"]
            seen.append((shown["status"], shown["percent"]))

        monkeypatch.setattr(statement_files, "_note_progress", noted)
        tasks.make_statement_files()
        assert seen == [("making", 25), ("making", 50), ("making", 75), ("making", 99)]

    def test_is_made_by_one_worker_at_a_time(self, ada, payer, over):
        statement = asked(ada, payer, over).json()
        ada.get(f"statements/{statement['id']}/content", format="csv")
        file = StatementFile.objects.get()
        StatementFile.objects.update(taken_until=timezone.now() + timedelta(minutes=1))
        assert not statement_files.make_file(file_id=file.id, clock=timezone.now)
        later = timezone.now() + timedelta(minutes=2)
        assert statement_files.make_file(file_id=file.id, clock=lambda: later)

    def test_is_given_up_after_some_attempts(self, ada, payer, over, monkeypatch, refused):
        statement = asked(ada, payer, over).json()
        ada.get(f"statements/{statement['id']}/content", format="pdf")
        now = SimpleNamespace(value=timezone.now())

        def broken(*_):
            raise OSError("the disk is full")
            yield

        monkeypatch.setitem(
            statement_files.format_of.__globals__["FORMATS"],
            "pdf",
            SimpleNamespace(write=broken),
        )
        for _ in range(5):
            assert StatementFile.objects.get().status == "making"
            commands.make_due_files(clock=lambda: now.value)
            now.value += timedelta(minutes=3)
        assert StatementFile.objects.get().status == "failed"
        answer = ada.get(f"statements/{statement['id']}/content", format="pdf")
        refused(answer, 409, "statement_file_refused")

    def test_pdf_is_a_zip(self, ada, payer, over, monkeypatch):
        from services.transactions.statements import pdf

        monkeypatch.setattr(pdf, "LINES_PER_PART", 3)
        statement = asked(ada, payer, over).json()
        ada.get(f"statements/{statement['id']}/content", format="pdf")
        tasks.make_statement_files()
        answer, content = download(ada, statement, "pdf")
        assert answer.headers["Content-Type"] == "application/zip"
        assert answer.headers["Content-Disposition"].endswith('.zip"')
        assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2


class TestManyLines:
    def test_need_no_more_memory_than_some_hundred(self, payer, over):
        def peak(first, last):
            lines = ledger.LineRange(
                first_sequence=first, last_sequence=last, opening_minor=0, closing_minor=0
            )
            tracemalloc.start()
            try:
                count = sum(1 for _ in ledger.read_lines(account_id=payer.id, lines=lines))
                return count, tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        self.fill(payer, 10_000)
        peak(1, 500)
        assert peak(1, 1_000)[0] == 1_000
        few = peak(1, 1_000)[1]
        count, many = peak(1, 10_004)
        assert count == 10_004
        assert many < few + 500_000

    def fill(self, account, count):
        last = Entry.objects.filter(account_id=account.id).order_by("-sequence").first()
        transfer = Transfer.objects.get(id=last.transfer_id)
        transfers, entries = [], []
        for number in range(1, count + 1):
            fields = {"posted_at": last.posted_at, "value_date": last.value_date}
            fields |= {"business_date": last.business_date}
            made = Transfer(
                id=uuid.UUID(int=new_id().int & ~1),
                kind="deposit",
                debit_account_id=transfer.debit_account_id,
                credit_account_id=account.id,
                credit_sequence=last.sequence + number,
                amount_minor=1,
                currency="EUR",
                **fields,
            )
            transfers.append(made)
            entries.append(
                Entry(
                    account_id=account.id,
                    sequence=last.sequence + number,
                    transfer_id=made.id,
                    type="deposit",
                    amount_minor=1,
                    balance_minor=last.balance_minor + number,
                    **fields,
                )
            )
        Transfer.objects.bulk_create(transfers, batch_size=1000)
        Entry.objects.bulk_create(entries, batch_size=1000)


class TestVerification:
    @pytest.mark.parametrize("name", FORMATS)
    def test_knows_what_the_bank_issued(self, ada, caller, payer, over, name):
        statement = asked(ada, payer, over).json()
        _, content = download(ada, statement, name)
        digest = hashlib.sha256(content).hexdigest()
        for text in (digest, digest.upper()):
            answer = caller().send("POST", "statements/verify", {"sha256": text}).json()
            assert answer["issued"] is True
            assert answer["statement"] == {
                "id": statement["id"],
                "number": payer.number,
                "from_date": over.isoformat(),
                "to_date": over.isoformat(),
                "format": name,
                "size": len(content),
                "made_at": answer["statement"]["made_at"],
            }
        changed = hashlib.sha256(content + b" ").hexdigest()
        answer = ada.send("POST", "statements/verify", {"sha256": changed}).json()
        assert answer == {"issued": False, "statement": None}

    @pytest.mark.parametrize("text", ["", "x" * 64, "a" * 63, "a" * 65, 5, None])
    def test_takes_a_hash(self, ada, text):
        answer = ada.send("POST", "statements/verify", {"sha256": text})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["sha256"])


class TestMonthlyOnes:
    @pytest.fixture
    def month(self, ada, ben, payer, payee):
        """The month of today, which is over."""
        first = ledger.get_open_day().replace(day=1)
        books.roll_business_day(
            now=datetime.combine(
                last_day_of(first) + timedelta(days=1), datetime.min.time(), tzinfo=UTC
            )
        )
        return first

    def test_are_issued_once_for_everybody_and_listed(self, ada, ben, month, payer, payee):
        for _ in range(3):
            tasks.issue_statements()
        tasks.make_statement_files()
        assert Statement.objects.count() == 2
        run = StatementRun.objects.get()
        assert (run.month, run.made_count, run.failed_count) == (month, 2, 0)
        assert run.finished_at is not None
        for person, account, balance in ((ada, payer, "100.00"), (ben, payee, "0.00")):
            (found,) = person.get("statements").json()["results"]
            assert (found["account"], found["is_monthly"]) == (str(account.id), True)
            assert found["closing_balance"] == balance
            assert found["from_date"] == month.isoformat()
            assert [(file["format"], file["status"]) for file in found["files"]] == [
                ("json", "ready")
            ]

    def test_take_over_what_somebody_asked_for(self, ada, month, payer):
        mine = ada.send(
            "POST", "statements", {"account": str(payer.id), "month": f"{month:%Y-%m}"}
        ).json()
        tasks.issue_statements()
        (found,) = ada.get("statements").json()["results"]
        assert found["id"] == mine["id"]

    def test_go_on_where_they_were_cut_off(self, month, payer, payee, monkeypatch):
        from services.transactions.commands import issue_monthly

        now = timezone.now()
        assert commands.issue_monthly_statements(now=now, chunk=1)
        assert StatementRun.objects.get().after_id == min(payer.id, payee.id)
        make = issue_monthly.make_statement

        def cut_off(**_):
            raise KeyboardInterrupt

        monkeypatch.setattr(issue_monthly, "make_statement", cut_off)
        with pytest.raises(KeyboardInterrupt):
            commands.issue_monthly_statements(now=now, chunk=1)
        assert StatementRun.objects.get().made_count == 1
        monkeypatch.setattr(issue_monthly, "make_statement", make)
        while commands.issue_monthly_statements(now=now, chunk=1):
            pass
        run = StatementRun.objects.get()
        assert (run.made_count, Statement.objects.count()) == (2, 2)

    def test_pass_over_an_account_that_does_not_add_up(self, month, payer, payee):
        Entry.objects.filter(account_id=payer.id).update(amount_minor=1)
        tasks.issue_statements()
        run = StatementRun.objects.get()
        assert (run.made_count, run.failed_count) == (1, 1)
        assert Statement.objects.get().account_id == payee.id

    def test_are_not_made_of_a_month_that_runs(self, payer):
        tasks.issue_statements()
        first = ledger.get_open_day().replace(day=1)
        assert not StatementRun.objects.filter(month=first).exists()

    def test_are_made_of_each_month_when_the_bank_was_away(self, month, payer):
        tasks.issue_statements()
        books.roll_business_day(now=datetime.now(UTC) + timedelta(days=100))
        tasks.issue_statements()
        opened = ledger.get_open_day()
        months = list(StatementRun.objects.order_by("month").values_list("month", flat=True))
        assert months[0] == month
        assert months[-1] == (opened.replace(day=1) - timedelta(days=1)).replace(day=1)
        for one, following in pairwise(months):
            assert last_day_of(one) + timedelta(days=1) == following

    def test_are_not_made_for_an_account_that_ended_before(self, month, payer, payee):
        long_ago = datetime.combine(month, datetime.min.time(), tzinfo=UTC) - timedelta(days=9)
        Account.objects.filter(id=payee.id).update(
            status="closed", opened_at=long_ago, last_posted_at=long_ago
        )
        tasks.issue_statements()
        assert Statement.objects.get().account_id == payer.id

    def test_are_not_made_before_there_is_a_day(self):
        Day.objects.all().delete()
        assert not commands.issue_monthly_statements(now=timezone.now())


class TestOthers:
    @pytest.fixture
    def paths(self, ada, payer, over):
        statement = asked(ada, payer, over).json()
        side = ada.get("transactions", account=payer.id).json()["results"][0]["id"]
        self.body = {"account": str(payer.id), "from": over.isoformat(), "to": over.isoformat()}
        return {
            f"statements/{statement['id']}": "statement_not_found",
            f"statements/{statement['id']}/content": "statement_not_found",
            f"statements?account={payer.id}": "account_not_found",
            f"transactions?account={payer.id}": "account_not_found",
            f"transactions/{side}": "transaction_not_found",
            f"balances/{payer.id}": "account_not_found",
            f"balances/{payer.id}/explanation": "account_not_found",
        }

    @pytest.mark.parametrize("role", sorted(ROLES - set(STAFF)))
    def test_are_told_that_there_is_nothing(self, caller, paths, refused, role):
        other = caller(roles=(role,))
        for path, code in paths.items():
            refused(other.get(path), 404, code)
        refused(other.send("POST", "statements", self.body), 404, "account_not_found")
        made_up = uuid.uuid4()
        for path, code in (
            (f"statements/{made_up}", "statement_not_found"),
            (f"statements/{made_up}/content", "statement_not_found"),
            (f"balances/{made_up}/explanation", "account_not_found"),
        ):
            refused(other.get(path), 404, code)
        assert other.get("statements").json()["results"] == []
        assert not Edit.objects.filter(action="looked_at").exists()

    @pytest.mark.parametrize("role", STAFF)
    def test_who_are_staff_look_and_it_is_written_down(self, caller, payer, paths, role, refused):
        staff = caller(roles=(role,))
        for number, path in enumerate(paths, start=1):
            assert staff.get(path).status_code == 200
            edits = Edit.objects.filter(action="looked_at", subject_id=payer.id)
            assert edits.filter(actor_id=staff.id).count() == number
        assert staff.send("POST", "statements", self.body).status_code == 200
        assert staff.get("statements").json()["results"] == []
        refused(staff.get(f"balances/{uuid.uuid4()}"), 404, "account_not_found")

    def test_who_are_nobody_are_told_to_sign_in(self, ada, paths, refused):
        ada.headers = {}
        for path in (*paths, "statements"):
            refused(ada.get(path), 401, "not_authenticated")
        for path in ("statements", "statements/verify"):
            refused(ada.send("POST", path, {}), 401, "not_authenticated")

    def test_do_not_count_the_owner_among_the_staff(self, caller, teller):
        agent = caller(roles=("customer", "agent"))
        account = teller.open(agent, "5.00")
        assert agent.get(f"balances/{account.id}").status_code == 200
        assert not Edit.objects.filter(action="looked_at").exists()
