"""Identity documents: handed in, kept sealed, opened by those who may, decided once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from services.accounts import commands
from services.accounts.models import Customer, Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(ada):
    ada.register(given_name="Ada", family_name="Novak")
    return ada


@pytest.fixture
def hand_in(known, png):
    """Return a function that hands in a document as Ada."""

    def hand_in(content=png, *, by=known, **fields):
        path = f"customers/{known.id}/documents"
        return by.upload(path, content, **({"kind": "passport"} | fields))

    return hand_in


class TestHandIn:
    def test_is_answered_with_what_it_is(self, known, hand_in, png):
        fields = {
            "number": "C01X00T47",
            "country": "DE",
            "issued_date": "2020-01-01",
            "expires_date": "2030-01-01",
        }
        answer = hand_in(**fields)
        content = answer.json()
        assert answer.status_code == 201
        assert content == fields | {
            "id": content["id"],
            "kind": "passport",
            "media_type": "image/png",
            "size_bytes": len(png),
            "sha256": hashlib.sha256(png).hexdigest(),
            "status": "uploaded",
            "uploaded_at": content["uploaded_at"],
            "decided_at": None,
        }
        assert known.get(f"customers/{known.id}/documents").json()["results"] == [content]

    def test_is_kept_sealed_under_a_name_of_ours(self, hand_in, png, documents_folder):
        document = hand_in().json()
        (file,) = (path for path in documents_folder.rglob("*") if path.is_file())
        assert file.name == f"{document['id'].replace('-', '')}.sealed"
        assert file.stat().st_mode & 0o777 == 0o600
        stored = file.read_bytes()
        assert png not in stored
        assert b"PNG" not in stored

    def test_comes_back_as_it_was_and_as_an_attachment(self, known, hand_in, make_pdf):
        pdf = make_pdf()
        document = hand_in(pdf).json()
        answer = known.get(f"customers/{known.id}/documents/{document['id']}/content")
        assert answer.content == pdf
        assert answer.headers["Content-Type"] == "application/pdf"
        assert (
            answer.headers["Content-Disposition"] == f'attachment; filename="{document["id"]}.pdf"'
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("content", [b"<html><script>", b"GIF89a", b"%PDF-1.4"])
    def test_of_anything_else_is_refused_and_kept_nowhere(
        self, hand_in, refused, documents_folder, content
    ):
        refused(hand_in(content), 400, "document_unreadable", "file")
        assert not Document.objects.exists()
        assert not documents_folder.exists()

    def test_of_nothing_is_refused(self, hand_in, refused):
        refused(hand_in(b""), 400, "document_unreadable", "file")

    def test_of_too_much_is_refused(self, hand_in, refused, settings, make_png):
        settings.DOCUMENT_MAX_BYTES = 100
        large = make_png(300, 300)
        assert len(large) > 100
        refused(hand_in(large), 400, "document_too_large", "file")
        refused(hand_in(large + bytes(70_000)), 413, "request_too_large")

    @pytest.mark.parametrize(
        ("fields", "code", "field"),
        [
            ({"kind": "cat"}, "invalid", "kind"),
            ({"country": "Germany"}, "invalid", "country"),
            ({"issued_date": "yesterday"}, "invalid", "issued_date"),
            ({"status": "verified"}, "invalid", "status"),
            (
                {"issued_date": "2020-01-01", "expires_date": "2020-01-01"},
                "dates_reversed",
                "expires_date",
            ),
        ],
    )
    def test_names_the_field_that_is_wrong(self, hand_in, refused, fields, code, field):
        refused(hand_in(**fields), 400, code, field)

    def test_as_json_is_refused(self, known, refused):
        answer = known.post(f"customers/{known.id}/documents", {"kind": "passport"})
        refused(answer, 415, "unsupported_media_type")

    def test_without_a_file_is_refused(self, known, refused):
        answer = known.http.post(
            f"/api/v1/customers/{known.id}/documents", {"kind": "passport"}, **known.headers
        )
        refused(answer, 400, "invalid", "file")

    def test_of_a_number_that_another_has_is_flagged_to_staff_alone(
        self, hand_in, known, caller, png, refused
    ):
        hand_in(number="C01X00T47")
        ben, agent = caller(), caller("agent")
        ben.register(given_name="Ben")
        path = f"customers/{ben.id}/documents"
        assert ben.upload(path, png, kind="passport", number="c01-x00-t47").status_code == 201
        fields = {"kind": "passport", "number": "C01X00T47"}
        problem = refused(agent.upload(path, png, **fields), 409, "possible_duplicates")
        assert problem["duplicates"] == [{"customer": str(known.id), "same": ["document"]}]
        assert agent.upload(path, png, **fields, confirm_duplicates="true").status_code == 201

    def test_leaves_no_file_when_the_row_is_refused(self, staff, png, documents_folder, refused):
        path = "customers/01a1fc5a-86de-7000-a8e4-f3b99b6f7c60/documents"
        refused(staff("agent").upload(path, png, kind="other"), 404, "customer_not_found")
        assert not [path for path in documents_folder.rglob("*") if path.is_file()]


class TestOpen:
    def test_by_staff_is_written_down(self, hand_in, known, staff):
        document = hand_in().json()
        teller = staff("teller")
        path = f"customers/{known.id}/documents/{document['id']}/content"
        assert teller.get(path).status_code == 200
        (latest, *_) = staff("auditor").get(f"customers/{known.id}/edits").json()["results"]
        assert (latest["action"], latest["actor"]) == ("document.opened", str(teller.id))

    def test_of_somebody_else_under_ones_own_id_is_not_found(self, hand_in, ben, refused):
        ben.register(given_name="Ben")
        document = hand_in().json()
        path = f"customers/{ben.id}/documents/{document['id']}/content"
        refused(ben.get(path), 404, "document_not_found")

    def test_of_a_file_that_is_gone_is_not_found(self, hand_in, known, documents_folder, refused):
        document = hand_in().json()
        for path in documents_folder.rglob("*.sealed"):
            path.unlink()
        path = f"customers/{known.id}/documents/{document['id']}/content"
        refused(known.get(path), 404, "document_not_found")

    def test_of_a_file_swapped_for_another_does_not_open(self, hand_in, known, documents_folder):
        from kernel.crypto import CannotUnseal
        from services.accounts import queries

        first, second = hand_in().json(), hand_in().json()
        files = {path.stem: path for path in documents_folder.rglob("*.sealed")}
        one, two = (files[each["id"].replace("-", "")] for each in (first, second))
        one.write_bytes(two.read_bytes())
        with pytest.raises(CannotUnseal):
            queries.read_document(customer=Customer.objects.get(), document_id=first["id"])

    def test_staff_see_the_end_of_the_number(self, hand_in, known, staff):
        hand_in(number="C01X00T47")
        (seen,) = staff("teller").get(f"customers/{known.id}/documents").json()["results"]
        assert seen["number"] == "••••47"


class TestDecide:
    def path(self, known, document):
        return f"customers/{known.id}/documents/{document['id']}/decision"

    def test_once_with_a_comment(self, hand_in, known, staff, refused):
        document = hand_in().json()
        path = self.path(known, document)
        officer = staff("compliance")
        decided = officer.post(path, {"status": "verified", "comment": "seen"}).json()
        assert (decided["status"], decided["decided_at"] is not None) == ("verified", True)
        stored = Document.objects.get()
        assert (stored.decided_by, stored.comment) == (officer.id, "seen")
        refused(officer.post(path, {"status": "rejected"}), 409, "document_decided")

    def test_not_to_verify_what_has_expired(self, hand_in, known, staff, refused):
        document = hand_in(expires_date="2020-01-01").json()
        path = self.path(known, document)
        officer = staff("compliance")
        refused(officer.post(path, {"status": "verified"}), 422, "document_expired")
        assert officer.post(path, {"status": "rejected"}).status_code == 200

    def test_not_to_make_it_undecided(self, hand_in, known, staff, refused):
        path = self.path(known, hand_in().json())
        refused(staff("compliance").post(path, {"status": "uploaded"}), 400, "invalid", "status")

    def test_nobody_verifies_their_own(self, hand_in, known):
        document = hand_in().json()
        with pytest.raises(Exception, match="colleague"):
            commands.decide_document(
                customer_id=known.id,
                document_id=document["id"],
                actor_id=known.id,
                status="verified",
                comment="",
                now=datetime.now(UTC),
            )
