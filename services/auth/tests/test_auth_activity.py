"""The sign-in log: what its owner and auditors see of it, and that nobody changes it unseen."""

from __future__ import annotations

import io
import json

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kernel.ids import new_id
from services.auth.commands import Origin, record_security_event
from services.auth.models import SecurityEvent, SignInEvent, SignInFactor, SignInResult
from services.auth.tests.test_auth_factors import enrol_totp, totp_code

pytestmark = pytest.mark.django_db
PATH = "/api/v1/auth/activity"
EMAIL = "ada@example.org"


def bearer(answer) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}


@pytest.fixture
def staff(visitor, person, mailbox):
    """Return a function that signs a member of staff in, and gives their header."""

    def make(role: str) -> dict[str, str]:
        email = f"{role}@example.org"
        person(email, roles=(role,))
        client = visitor()
        client.give_password(email)
        client.give_code(mailbox.code(email))
        secret = enrol_totp(client)
        again = visitor()
        again.give_password(email)
        return bearer(again.call("POST", "auth/2fa/authenticate", {"code": totp_code(secret)}))

    return make


class TestActivity:
    def test_is_shown_to_its_owner_newest_first(self, signed_in, visitor, client):
        _, answer = signed_in()
        visitor().give_password(EMAIL, "wrong horse")
        visitor().give_password("nobody@example.org", "wrong horse")
        shown = client.get(PATH, headers=bearer(answer)).json()
        assert [(line["event"], line["result"], line["factor"]) for line in shown["results"]] == [
            ("sign_in", "failed", "password"),
            ("sign_in", "succeeded", "email_code"),
        ]
        line = shown["results"][0]
        assert set(line) == {
            "id",
            "event",
            "result",
            "factor",
            "address",
            "device",
            "by_bank",
            "happened_at",
        }
        assert line["address"] == "127.0.0.1"
        assert "@" not in json.dumps(shown)

    def test_comes_in_pages(self, signed_in, visitor, client):
        _, answer = signed_in()
        for _ in range(4):
            visitor().give_password(EMAIL, "wrong horse")
        whole = client.get(PATH, headers=bearer(answer)).json()["results"]
        pages, path = [], f"{PATH}?limit=2"
        while path:
            page = client.get(path, headers=bearer(answer)).json()
            assert len(page["results"]) <= 2
            pages += page["results"]
            path = page["next"]
        assert pages == whole
        assert len(pages) == 5

    @pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=x", "cursor=WyJ4Il0"])
    def test_refuses_what_is_no_page(self, signed_in, client, query):
        _, answer = signed_in()
        assert client.get(f"{PATH}?{query}", headers=bearer(answer)).status_code == 400

    def test_of_others_is_refused_before_anything_is_looked_up(self, signed_in, person, client):
        _, answer = signed_in()
        other = person("grace@example.org")
        for person_id in (other.id, new_id(), "x"):
            refused = client.get(f"{PATH}?person={person_id}", headers=bearer(answer))
            assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")

    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_of_others_is_shown_to_who_may_read_it(self, staff, signed_in, client, role):
        header = staff(role)
        _, answer = signed_in()
        token = answer.json()["meta"]["access_token"]
        person_id = jwt.decode(token, options={"verify_signature": False})["sub"]
        shown = client.get(f"{PATH}?person={person_id}", headers=header).json()
        assert [line["event"] for line in shown["results"]] == ["sign_in"]
        for nobody in (new_id(), "x"):
            missing = client.get(f"{PATH}?person={nobody}", headers=header)
            assert missing.status_code == 404

    def test_of_others_is_not_for_other_staff(self, staff, person, client):
        header = staff("teller")
        other = person("grace@example.org")
        assert client.get(f"{PATH}?person={other.id}", headers=header).status_code == 403

    def test_is_for_signed_in_people(self, client):
        assert client.get(PATH).status_code == 401


class TestChain:
    def record(self, number: int = 5) -> list[SignInEvent]:
        for place in range(number):
            record_security_event(
                person_id=None,
                event=SecurityEvent.SIGN_IN,
                factor=SignInFactor.PASSWORD,
                result=SignInResult.FAILED,
                origin=Origin(address="2001:DB8:0:0::1", device=f"Firefox {place}"),
                now=timezone.now(),
            )
        return list(SignInEvent.objects.order_by("position"))

    def verify(self) -> tuple[bool, str]:
        out = io.StringIO()
        try:
            call_command("verify_audit", stdout=out, stderr=out)
        except (SystemExit, CommandError) as broken:
            return False, f"{out.getvalue()} {broken}"
        return True, out.getvalue()

    def test_is_whole(self, signed_in):
        signed_in()
        self.record()
        whole, told = self.verify()
        assert whole, told
        assert "sign_in" in told

    @pytest.mark.parametrize(
        "change",
        [
            {"result": "succeeded"},
            {"address": "10.0.0.1"},
            {"address": None},
            {"device": "Firefox"},
            {"event": "sign_out"},
            {"factor": "totp"},
            {"actor_id": new_id()},
            {"happened_at": timezone.now()},
        ],
        ids="".join,
    )
    def test_shows_a_line_that_was_altered(self, change):
        lines = self.record()
        SignInEvent.objects.filter(id=lines[2].id).update(**change)
        whole, told = self.verify()
        assert not whole
        assert "3" in told
        assert "altered" in told

    @pytest.mark.parametrize("place", [0, 2, 4])
    def test_shows_a_line_that_is_missing(self, place):
        SignInEvent.objects.filter(id=self.record()[place].id).delete()
        whole, told = self.verify()
        assert not whole
        assert "missing" in told

    def test_shows_a_line_that_was_slipped_in(self):
        last = self.record()[-1]
        last.pk, last.position = new_id(), last.position + 1
        last.save(force_insert=True)
        assert not self.verify()[0]
