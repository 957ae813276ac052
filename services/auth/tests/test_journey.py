"""The client that the journeys use, against a real server with mails in files."""

from __future__ import annotations

import pytest

from services.auth.models import User
from tests.journeys.client import Mailbox, Person, UnexpectedAnswer

pytestmark = [pytest.mark.threads, pytest.mark.django_db(transaction=True)]
EMAIL = "grace@example.org"


@pytest.fixture
def grace(live_server, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with Person(base_url=live_server.url, mail_dir=tmp_path, email=EMAIL) as person:
        yield person


def test_a_person_signs_up_signs_out_and_signs_in(grace):
    grace.sign_up()
    me = grace.get("/auth/me").json()
    assert me["email"] == EMAIL
    assert me["roles"] == ["customer"]
    grace.sign_out()
    assert grace.get("/auth/me").status_code == 401
    grace.sign_in()
    assert grace.get("/auth/me").json()["id"] == me["id"]
    assert len(Mailbox(grace.mail_dir).codes(EMAIL)) == 2


def test_a_token_that_is_about_to_expire_is_renewed(grace, monkeypatch):
    grace.sign_up()
    before = grace.access_token
    monkeypatch.setattr("tests.journeys.client.RENEW_SECONDS", 301)
    assert grace.get("/auth/me").status_code == 200
    assert grace.access_token != before


def test_a_wrong_password_is_told(grace):
    grace.sign_up()
    grace.sign_out()
    grace.password = "wrong horse"
    with pytest.raises(UnexpectedAnswer, match="email_password_mismatch"):
        grace.sign_in()


def test_a_deactivated_person_is_out(grace):
    grace.sign_up()
    User.objects.update(is_active=False)
    assert grace.get("/auth/me").status_code == 401
    with pytest.raises(UnexpectedAnswer):
        grace.renew()
