from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.hashers import identify_hasher

from services.auth.commands import UnderAge, require_adult
from services.auth.commands.register_person import DateOfBirthInvalid
from services.auth.models import User
from services.auth.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "grace@example.org"


def problem_of(answer) -> tuple[str, str]:
    assert answer.status_code == 400, answer.content
    return answer.json()["errors"][0]["param"], answer.json()["errors"][0]["code"]


class TestSignUp:
    def test_verifies_by_code_and_is_signed_in_then(self, either, mailbox, pending):
        assert pending(either.sign_up("Grace@Example.org")) == "verify_email"
        assert either.mint().status_code == 401
        answer = either.verify(mailbox.code(EMAIL))
        assert answer.status_code == 200
        assert answer.json()["data"]["user"]["email"] == EMAIL
        assert ("access_token" in answer.json()["meta"]) == (either.kind == "app")
        assert either.mint().status_code == 200
        user = User.objects.get(email=EMAIL)
        assert (user.phone, user.date_of_birth) == ("+4930901820", date(1990, 5, 17))
        assert [group.name for group in user.groups.all()] == ["customer"]
        assert len(mailbox.to(EMAIL)) == 1

    def test_gives_no_token_and_no_session_before_the_code(self, visitor):
        client = visitor()
        answer = client.sign_up(EMAIL)
        assert "access_token" not in answer.json()["meta"]
        assert client.call("GET", "auth/session").status_code == 401

    def test_sends_another_code_and_voids_the_first(self, either, mailbox):
        from django.core.cache import cache

        either.sign_up(EMAIL)
        first = mailbox.code(EMAIL)
        cache.clear()  # stands for the ten seconds between two mails
        assert either.call("POST", "auth/email/verify/resend").status_code == 200
        second = mailbox.code(EMAIL)
        if first != second:
            assert either.verify(first).status_code == 400
        assert either.verify(second).status_code == 200

    def test_waits_between_two_mails(self, visitor):
        client = visitor()
        client.sign_up(EMAIL)
        assert client.call("POST", "auth/email/verify/resend").status_code == 429

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"date_of_birth": "2008-11-22"}, "date_of_birth", "under_age"),
            ({"date_of_birth": "2990-01-01"}, "date_of_birth", "date_of_birth_invalid"),
            ({"date_of_birth": "17.05.1990"}, "date_of_birth", "invalid"),
            ({"date_of_birth": "1990-02-30"}, "date_of_birth", "invalid"),
            ({"date_of_birth": 19900517}, "date_of_birth", "invalid"),
            ({"date_of_birth": ["1990-05-17"]}, "date_of_birth", "invalid"),
            ({"date_of_birth": None}, "date_of_birth", "required"),
            ({"phone": "12"}, "phone", "phone_invalid"),
            ({"phone": "call me"}, "phone", "phone_invalid"),
            ({"phone": ""}, "phone", "required"),
            ({"password": "short"}, "password", "password_too_short"),
            ({"password": "password123"}, "password", "password_too_common"),
            ({"password": "gracegrace@example"}, "password", "password_too_similar"),
            ({"email": "grace"}, "email", "invalid"),
            ({"email": "gr\u0000ace@example.org"}, "email", "invalid"),
        ],
    )
    def test_refuses_bad_details_and_creates_nobody(
        self, visitor, monkeypatch, changes, field, code
    ):
        monkeypatch.setattr(
            "services.auth.signin.forms.timezone.localdate", lambda: date(2026, 11, 21)
        )
        answer = visitor().sign_up(EMAIL, **changes)
        assert field in problem_of(answer)
        assert code in {error["code"] for error in answer.json()["errors"]}
        assert not User.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"email": {}}'])
    def test_refuses_a_body_that_is_none(self, visitor, body):
        client = visitor()
        path = "/api/v1/auth/app/v1/auth/signup"
        answer = client.http.generic("POST", path, body, content_type="application/json")
        assert answer.status_code == 400

    def test_takes_a_phone_that_somebody_has(self, visitor, mailbox, pending):
        for email in ("one@example.org", "two@example.org"):
            client = visitor()
            assert pending(client.sign_up(email)) == "verify_email"
            assert client.verify(mailbox.code(email)).status_code == 200
        assert User.objects.filter(phone="+4930901820").count() == 2

    def test_reads_a_number_of_the_banks_country(self, visitor):
        visitor().sign_up(EMAIL, phone="030 901820")
        assert User.objects.get().phone == "+4930901820"

    def test_answers_the_second_of_two_at_once_as_a_known_address(
        self, visitor, person, monkeypatch, mailbox, pending
    ):
        person(EMAIL)
        # The other one came between the check and the row.
        monkeypatch.setattr(
            "allauth.account.internal.flows.manage_email.email_already_exists",
            lambda value: (value, False),
        )
        assert pending(visitor().sign_up(EMAIL)) == "verify_email"
        assert "already" in mailbox.to(EMAIL)[-1].subject
        assert User.objects.count() == 1

    def test_hashes_with_argon2(self, visitor, settings):
        settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
        visitor().sign_up(EMAIL)
        user = User.objects.get()
        assert identify_hasher(user.password).algorithm == "argon2"
        assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("born", "today", "refusal"),
    [
        (date(2008, 11, 21), date(2026, 11, 21), None),
        (date(2008, 11, 22), date(2026, 11, 21), UnderAge),
        (date(2008, 2, 29), date(2026, 2, 28), UnderAge),
        (date(2008, 2, 29), date(2026, 3, 1), None),
        (date(2026, 11, 22), date(2026, 11, 21), DateOfBirthInvalid),
        (date(1899, 12, 31), date(2026, 11, 21), DateOfBirthInvalid),
    ],
)
def test_age_is_counted_by_birthdays(born, today, refusal):
    if refusal is None:
        require_adult(date_of_birth=born, today=today)
    else:
        with pytest.raises(refusal):
            require_adult(date_of_birth=born, today=today)
