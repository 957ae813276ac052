"""People take all their data away, and are forgotten when the law lets them go."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from kernel import personal
from kernel.audit.models import Edit
from kernel.errors import NotFound
from kernel.outbox.models import Event
from services.accounts import commands, queries, takeout
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


@pytest.fixture(autouse=True)
def whole_bank(settings):
    """The process has what every service holds, also where the suite runs this one alone."""
    settings.RUNS_ALL = True


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


@pytest.fixture
def elsewhere(monkeypatch):
    """Another service that holds something on people, and remembers whom it forgot."""
    forgotten = []
    rows = [{"text": "=1", "at": NOW, "list": ["a"]}, {"text": "b", "at": NOW, "list": []}]
    holding = personal.Holding(
        service="elsewhere",
        tables=lambda person_id: [
            personal.Table(name="things", rows=lambda: [{"person": person_id} | r for r in rows]),
            personal.Table(name="nothing", rows=list),
        ],
        forget=lambda **values: forgotten.append(values),
    )
    monkeypatch.setattr(personal, "_holdings", {"elsewhere": holding})
    return forgotten


@pytest.mark.usefixtures("elsewhere")
class TestOfOtherServices:
    def test_the_archive_has_their_tables_too(self, archive, known):
        things = json.loads(archive.read("elsewhere/things.json"))
        at = "2026-11-21T12:00:00Z"
        assert things == [
            {"person": str(known.id), "text": "=1", "at": at, "list": ["a"]},
            {"person": str(known.id), "text": "b", "at": at, "list": []},
        ]
        text = archive.read("elsewhere/things.csv").decode()
        (first, _) = csv.DictReader(io.StringIO(text))
        assert (first["text"], first["list"]) == ("'=1", '["a"]')
        assert json.loads(archive.read("elsewhere/nothing.json")) == []
        assert archive.read("elsewhere/nothing.csv") == b""

    def test_a_process_that_lacks_them_lets_a_worker_make_it(
        self, known, ben, settings, documents_folder
    ):
        def asked():
            settings.RUNS_ALL = False
            return known.get("customers/me/data")

        def work(now=None):
            settings.RUNS_ALL = True
            return takeout.make_archives(now=now or datetime.now(UTC))

        for _ in range(2):
            answer = asked()
            assert (answer.status_code, answer.json()) == (202, {"status": "making"})
            assert answer.headers["Retry-After"] == "5"
        before = {path for path in documents_folder.rglob("*") if path.is_file()}
        assert work() == 1
        assert work() == 0
        (kept,) = {path for path in documents_folder.rglob("*") if path.is_file()} - before
        assert b"PK" not in kept.read_bytes()[:100]
        answer = asked()
        assert answer.status_code == 200
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert archive.testzip() is None
        assert "elsewhere/things.json" in archive.namelist()
        ben.register(given_name="Ben")
        settings.RUNS_ALL = False
        assert ben.get("customers/me/data").status_code == 202
        takeout.purge_archives(now=datetime.now(UTC) + takeout.requests.KEPT)
        assert not kept.exists()
        assert asked().status_code == 202

    def test_staff_are_written_down_when_they_get_it_and_not_while_they_wait(
        self, known, staff, settings
    ):
        officer = staff("compliance")
        settings.RUNS_ALL = False
        assert officer.get(f"customers/{known.id}/data").status_code == 202
        assert not Edit.objects.filter(action="exported").exists()
        settings.RUNS_ALL = True
        assert officer.get(f"customers/{known.id}/data").status_code == 200
        assert Edit.objects.filter(action="exported").count() == 1


class TestArchive:
    def test_has_every_table_twice_and_the_documents(self, archive, png):
        names = set(archive.namelist())
        tables = ["customer", "addresses", "documents", "checks", "decisions", "accounts", "edits"]
        tables += ["applications", "invitations", "freezes", "closed_accounts", "account_edits"]
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
            "elsewhere": sorted(name for names in personal.ELSEWHERE.values() for name in names),
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


class TestWhatWasWritten:
    """What people wrote about a customer's accounts: sealed at rest, or blanked when they go."""

    SECRET = "Eve has moved to the hospital."

    @pytest.fixture
    def written(self, known, catalogue, staff, approve):
        """Everything that has a free text, of accounts that are closed in the end."""
        agent, why = staff("agent"), {"reason": self.SECRET}
        account = known.post("accounts", {"account_type": str(catalogue.everyday.id)}).json()
        path = f"accounts/{account['id']}"
        known.patch(path, {"nickname": "Eve's money"})
        assert agent.post(f"{path}/freeze", {"scope": "all"} | why).status_code == 200
        assert agent.post(f"{path}/unfreeze", why).status_code == 200
        approve(agent.post(f"{path}/overdraft", {"amount": "900.00"} | why))
        closing = {"reason": "other", "comment": self.SECRET}
        assert agent.post(f"{path}/close", closing).status_code == 200
        (closed,) = known.get("closed-accounts").json()["results"]
        approve(agent.post(f"closed-accounts/{closed['id']}/restore", why))
        assert agent.post(f"{path}/close", closing).status_code == 200
        depot = catalogue.product("depot", needs_approval=True)
        asked = known.post(
            "accounts", {"account_type": str(depot.id), "nickname": "Eve's other money"}
        ).json()
        assert staff("supervisor").post(f"accounts/{asked['id']}/reject", why).status_code == 200
        return path

    def tables(self):
        """Return the text of every row of the accounts, the approvals and the audit."""
        models = [
            *apps.get_app_config("accounts").get_models(),
            *apps.get_app_config("approvals").get_models(),
            *apps.get_app_config("audit").get_models(),
        ]
        return {
            model._meta.db_table: "\n".join(map(str, model.objects.values_list()))
            for model in models
        }

    def test_is_sealed_but_for_what_waits_to_be_decided(self, written, known, staff):
        found = {name for name, rows in self.tables().items() if "hospital" in rows}
        assert found == {"approvals_request"}
        (closed, _) = staff("auditor").get("closed-accounts").json()["results"]
        assert closed["comment"] == self.SECRET
        edits = staff("auditor").get(f"{written}/edits").json()["results"]
        assert self.SECRET in {edit["reason"] for edit in edits}

    def test_is_nowhere_once_the_customer_is_forgotten(self, written, known, erase, settings):
        settings.RETENTION_YEARS = 0
        ended = datetime.now(UTC) - timedelta(days=1)
        Account.objects.update(closed_at=ended)
        Customer.objects.update(status="closed", closed_at=ended)
        erase(known)
        for name, rows in self.tables().items():
            assert "hospital" not in rows, name
            assert "Eve's" not in rows, name

    def test_is_forgotten_by_the_others_when_the_event_comes(self, written, known, erase, settings):
        settings.RETENTION_YEARS = 0
        ended = datetime.now(UTC) - timedelta(days=1)
        Account.objects.update(closed_at=ended)
        Customer.objects.update(status="closed", closed_at=ended)
        erase(known)
        (event,) = Event.objects.filter(name=personal.ERASED)
        ids = list(Account.objects.values_list("id", flat=True))
        assert event.payload == {"person_id": str(known.id), "accounts": [str(one) for one in ids]}


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
