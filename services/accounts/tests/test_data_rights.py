"""People take all their data away, and are forgotten when the law lets them go."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.audit.models import Edit
from kernel.errors import NotFound
from services.accounts import commands, queries
from services.accounts.models import Account, Customer, Document, SearchToken

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
REASON = {"reason": "they asked for it"}


@pytest.fixture
def known(ada, png):
    ada.register(
        given_name="Ada", phone="+49 30 901820", date_of_birth="1988-03-14", occupation="=1+1"
    )
    ada.post(
        f"customers/{ada.id}/addresses",
        {"kind": "home", "street": "1 Main St", "city": "Bonn", "country": "DE"},
    )
    ada.upload(f"customers/{ada.id}/documents", png, kind="passport", number="C01X00T47")
    return ada


@pytest.fixture
def archive(known):
    """Return the archive that Ada downloads."""
    answer = known.get("customers/me/data")
    assert answer.status_code == 200
    assert answer.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def officers(staff):
    return staff("compliance"), staff("compliance")


@pytest.fixture
def erase(officers):
    """Return a function that has a customer erased by two people and returns the request."""
    maker, checker = officers

    def erase(person):
        waiting = maker.post(f"customers/{person.id}/erasure", REASON)
        assert waiting.status_code == 202, waiting.content
        request_id = waiting.json()["approval"]["id"]
        answer = checker.post(f"approvals/accounts/{request_id}/approve")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return erase


@pytest.fixture
def gone(known):
    """Ada, whose relationship has ended without an account."""
    Customer.objects.filter(id=known.id).update(status="closed", closed_at=NOW)
    return known


class TestArchive:
    def test_has_every_table_twice_and_the_documents(self, archive, png):
        names = set(archive.namelist())
        tables = ("customer", "addresses", "documents", "checks", "decisions", "accounts", "edits")
        for table in tables:
            assert {f"{table}.json", f"{table}.csv"} <= names
        assert archive.testzip() is None
        document = Document.objects.get()
        assert archive.read(f"documents/{document.id}.png") == png

    def test_says_what_is_known(self, archive, known):
        (customer,) = json.loads(archive.read("customer.json"))
        assert customer["id"] == str(known.id)
        assert (customer["phone"], customer["date_of_birth"]) == ("+49 30 901820", "1988-03-14")
        (address,) = json.loads(archive.read("addresses.json"))
        assert (address["street"], address["valid_to"]) == ("1 Main St", None)
        (document,) = json.loads(archive.read("documents.json"))
        assert document["number"] == "C01X00T47"
        actions = {edit["action"] for edit in json.loads(archive.read("edits.json"))}
        assert actions == {"registered", "address.moved", "document.uploaded"}

    def test_runs_nothing_in_a_spreadsheet(self, archive):
        text = archive.read("customer.csv").decode()
        (row,) = csv.DictReader(io.StringIO(text))
        assert row["occupation"] == "'=1+1"
        assert row["phone"] == "'+49 30 901820"

    def test_keeps_what_people_must_not_be_told(self, known, staff):
        officer = staff("compliance")
        for kind in ("identity", "screening", "source_of_funds"):
            body = {"kind": kind, "verdict": "unclear", "comment": "SECRET"}
            assert officer.post(f"customers/{known.id}/checks", body).status_code == 201
        answer = known.get("customers/me/data")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert [row["kind"] for row in json.loads(archive.read("checks.json"))] == ["identity"]
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert b"SECRET" not in everything
        assert b"screening" not in everything
        assert str(officer.id).encode() not in everything

    def test_taken_by_staff_is_written_down(self, known, staff):
        officer = staff("compliance")
        answer = officer.get(f"customers/{known.id}/data")
        assert answer.status_code == 200
        assert Edit.objects.filter(action="exported", actor_id=officer.id).count() == 1

    def test_of_nobody_is_not_found(self, ada, refused):
        refused(ada.get("customers/me/data"), 404, "customer_not_found")


class TestPreview:
    def test_says_what_goes_and_what_stands_in_the_way(self, known):
        content = known.get(f"customers/{known.id}/erasure").json()
        assert content == {
            "customer": str(known.id),
            "is_possible": False,
            "obstacles": ["relationship_open"],
            "possible_from": None,
            "goes": {
                "details": 1,
                "addresses": 1,
                "documents": 1,
                "comments_on_checks": 0,
                "reasons_of_decisions": 0,
            },
            "stays": {
                "accounts_without_a_name": 0,
                "checks_without_comments": 0,
                "decisions_without_reasons": 0,
            },
        }

    def test_who_never_had_an_account_can_go_at_once(self, gone):
        assert gone.get(f"customers/{gone.id}/erasure").json()["is_possible"] is True

    @pytest.mark.parametrize(
        ("closed", "possible"),
        [
            (date(2016, 11, 22), date(2026, 11, 22)),
            (date(2016, 11, 21), date(2026, 11, 21)),
            (date(2016, 2, 29), date(2026, 3, 1)),
        ],
    )
    def test_who_had_one_goes_after_the_years_of_the_law(self, known, catalogue, closed, possible):
        known.post("accounts", {"account_type": str(catalogue.everyday.id)})
        ended = datetime(closed.year, closed.month, closed.day, 12, tzinfo=UTC)
        Account.objects.update(status="closed", closed_at=ended)
        Customer.objects.update(status="closed", closed_at=ended - timedelta(days=1))
        preview = queries.preview_erasure(customer_id=known.id, today=NOW.date())
        assert preview.possible_from == possible
        assert ("retention" in preview.obstacles) is (possible > NOW.date())
        # The ledger's account is open still.
        assert "accounts_open" in preview.obstacles


class TestErase:
    def test_is_refused_while_something_keeps_it(self, known, officers, refused):
        maker, _ = officers
        problem = refused(
            maker.post(f"customers/{known.id}/erasure", REASON), 422, "erasure_not_allowed"
        )
        assert problem["obstacles"] == ["relationship_open"]

    def test_takes_two_people(self, gone, officers, refused):
        maker, _ = officers
        request_id = maker.post(f"customers/{gone.id}/erasure", REASON).json()["approval"]["id"]
        refused(maker.post(f"approvals/accounts/{request_id}/approve"), 403, "own_request")
        assert Customer.objects.get().erased_at is None

    def test_is_asked_for_by_the_customer_too(self, gone, officers):
        asked = gone.post(f"customers/{gone.id}/erasure", REASON)
        assert asked.json()["status"] == "waiting_for_approval"
        request_id = asked.json()["approval"]["id"]
        answer = officers[0].post(f"approvals/accounts/{request_id}/approve")
        assert answer.json()["status"] == "approved"
        assert Customer.objects.get().erased_at is not None

    def test_destroys_the_key_and_all_that_it_sealed(
        self, gone, erase, documents_folder, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            erase(gone)
        customer = Customer.objects.get()
        assert customer.data_key is None
        assert (customer.full_name, customer.phone, customer.date_of_birth) == (
            "Erased customer",
            "",
            None,
        )
        assert not SearchToken.objects.exists()
        assert Document.objects.get().number == ""
        assert not [path for path in documents_folder.rglob("*") if path.is_file()]

    def test_leaves_a_record_without_a_person(self, gone, erase, staff, officers):
        erase(gone)
        content = staff("teller").get(f"customers/{gone.id}").json()
        assert (content["given_name"], content["phone"], content["status"]) == (
            "Erased customer",
            "",
            "closed",
        )
        (latest, *others) = officers[0].get(f"customers/{gone.id}/edits").json()["results"]
        assert latest["action"] == "erased"
        for edit in others:
            assert all(
                change["hidden"] or change["before"] is change["after"] is None
                for change in edit["changes"]
                if change["field"] in {"given_name", "phone", "street", "number"}
            )
        assert staff("teller").get("customers?name=ada").json()["results"] == []

    def test_takes_the_name_off_the_ledger(self, known, catalogue, officers, settings):
        from django.apps import apps

        from kernel.ledger import commands as ledger

        account = known.post("accounts", {"account_type": str(catalogue.everyday.id)}).json()
        settings.RETENTION_YEARS = 0
        ledger.close_account(account_id=account["id"])
        Account.objects.update(status="closed", nickname="Ada's", closed_at=NOW - timedelta(days=1))
        Customer.objects.update(status="closed", closed_at=NOW - timedelta(days=1))
        maker, checker = officers
        commands.erase_customer(
            arguments={"customer_id": str(known.id)},
            maker_id=maker.id,
            checker_id=checker.id,
            now=NOW,
        )
        row = apps.get_model("ledger", "Account").objects.get(id=account["id"])
        assert row.title == "Erased customer"
        assert Account.objects.get().nickname == ""

    def test_happens_once(self, gone, erase, officers):
        erase(gone)
        assert officers[0].get(f"customers/{gone.id}/erasure").status_code == 404
        with pytest.raises(NotFound):
            commands.ask_for_erasure(customer_id=gone.id, maker_id=gone.id, reason="again", now=NOW)

    def test_changes_nothing_of_an_erased_one_any_more(self, gone, erase, staff, refused):
        erase(gone)
        change = {"occupation": "Baker", **REASON}
        refused(staff("agent").patch(f"customers/{gone.id}", change), 404, "customer_not_found")
        refused(gone.patch("customers/me", {"language": "de"}), 404, "customer_not_found")
