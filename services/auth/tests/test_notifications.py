"""The inbox, what people choose to be told, and invitations that come by event."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from kernel.ids import new_id
from services.auth import commands, tasks
from services.auth.models import Invitation, Notice, SecurityEvent
from services.auth.notices import CHANNELS, KINDS, SUBJECTS, kind_of, words_of

pytestmark = pytest.mark.django_db
FACTS = {
    "amount": "12.50",
    "currency": "EUR",
    "account": "…8901",
    "to_account": "…2345",
    "value_date": "2026-11-21",
    "transfer": str(uuid.uuid4()),
}


def moment():
    return datetime.now(UTC)


@pytest.fixture
def ada(person, sign_in):
    return _caller(person("ada@example.org"), sign_in)


@pytest.fixture
def ben(person, sign_in):
    return _caller(person("ben@example.org"), sign_in)


def _caller(user, sign_in, roles=("customer",)):
    http, headers = Client(), sign_in(person_id=user.id, roles=roles)

    def send(method, path, body=None):
        content = b"" if body is None else json.dumps(body)
        return http.generic(
            method, f"/api/v1/{path}", content, content_type="application/json", **headers
        )

    return SimpleNamespace(
        id=user.id,
        user=user,
        send=send,
        get=lambda path, **query: http.get(f"/api/v1/{path}", query, **headers),
        follow=lambda address: http.get(address, **headers),
    )


def tell(caller, kind="money_in", facts=FACTS, event_id=None):
    return commands.deliver_notice(
        person_id=caller.id,
        event_id=event_id or new_id(),
        kind=kind,
        facts=facts,
        happened_at=moment(),
        now=moment(),
    )


def prefer(caller, event="money_in", **channels):
    body = {"preferences": [{"event": event, **channels}]}
    return caller.send("PUT", "notification-preferences", body)


class TestTheInbox:
    def test_shows_what_happened_in_words_and_facts(self, ada):
        tell(ada)
        page = ada.get("notifications").json()
        (notice,) = page["results"]
        assert page["unread"] == 1
        assert notice == {
            "id": str(Notice.objects.get().event_id),
            "kind": "money_in",
            "subject": "money_in",
            "title": "12.50 EUR arrived",
            "text": "12.50 EUR arrived on your account …8901. Value date: 2026-11-21.",
            "facts": FACTS,
            "happened_at": notice["happened_at"],
            "read_at": None,
        }

    def test_comes_the_newest_first_page_by_page(self, ada):
        ids = [new_id() for _ in range(5)]
        for event_id in (ids[2], ids[0], ids[4], ids[1], ids[3]):
            tell(ada, event_id=event_id)
        found, address = [], "/api/v1/notifications?limit=2"
        while address:
            page = ada.follow(address).json()
            found += [notice["id"] for notice in page["results"]]
            address = page["next"]
        assert found == [str(event_id) for event_id in reversed(ids)]

    def test_marks_one_as_read_once(self, ada):
        tell(ada)
        tell(ada)
        first = ada.get("notifications").json()["results"][0]
        read = ada.send("POST", f"notifications/{first['id']}/read").json()
        assert read["read_at"] is not None
        again = ada.send("POST", f"notifications/{first['id']}/read").json()
        assert again["read_at"] == read["read_at"]
        page = ada.get("notifications").json()
        assert page["unread"] == 1
        assert page["results"][0]["read_at"] == read["read_at"]
        unread = ada.get("notifications", unread="true").json()["results"]
        assert [notice["id"] for notice in unread] == [page["results"][1]["id"]]

    def test_marks_all_as_read(self, ada, ben):
        for caller in (ada, ada, ben):
            tell(caller)
        assert ada.send("POST", "notifications/read-all").json() == {"unread": 0, "marked": 2}
        assert ada.get("notifications").json()["unread"] == 0
        assert ben.get("notifications").json()["unread"] == 1

    @pytest.mark.parametrize("roles", [("customer",), ("administrator",), ("auditor",)])
    def test_is_ones_own(self, roles, ada, person, sign_in):
        tell(ada)
        other = _caller(person("other@example.org", roles=roles), sign_in, roles)
        assert other.get("notifications").json()["results"] == []
        answers = []
        for notice_id in (Notice.objects.get().event_id, uuid.uuid4()):
            answer = other.send("POST", f"notifications/{notice_id}/read")
            answers.append((answer.status_code, answer.json()["code"]))
        assert answers == [(404, "notice_not_found")] * 2
        assert Notice.objects.get().read_at is None

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "notifications"),
            ("POST", "notifications/read-all"),
            ("POST", f"notifications/{uuid.UUID(int=7)}/read"),
            ("GET", "notification-preferences"),
            ("PUT", "notification-preferences"),
        ],
    )
    def test_is_for_who_is_signed_in(self, method, path):
        answer = Client().generic(method, f"/api/v1/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")

    @pytest.mark.parametrize("query", [{"cursor": "x"}, {"limit": "0"}, {"unread": "1"}, {"x": ""}])
    def test_refuses_a_query_that_makes_no_sense(self, query, ada):
        assert ada.get("notifications", **query).status_code == 400

    def test_refuses_a_body(self, ada):
        assert ada.send("POST", "notifications/read-all", {"all": True}).status_code == 400

    def test_forgets_what_is_old(self, ada, settings):
        tell(ada)
        now = moment()
        assert commands.purge_notices(now=now) == 0
        late = now + timedelta(days=settings.NOTICES_KEPT_DAYS, minutes=1)
        assert commands.purge_notices(now=late) == 1


class TestPreferences:
    def test_begin_with_mail_and_inbox(self, ada):
        found = ada.get("notification-preferences").json()["results"]
        assert [one["event"] for one in found] == list(SUBJECTS)
        assert {(one["email"], one["in_app"], one["sms"]) for one in found} == {(True, True, False)}
        assert {one["event"]: one["locked"] for one in found if one["locked"]} == {
            "security": ["email", "in_app"]
        }

    def test_switch_mails_off_and_keep_the_inbox(self, ada):
        assert prefer(ada, email=False).status_code == 200
        assert not tell(ada)
        assert mail.outbox == []
        assert ada.get("notifications").json()["unread"] == 1
        tell(ada, "money_out")
        assert len(mail.outbox) == 1

    def test_switch_the_inbox_off_and_keep_the_mails(self, ada):
        prefer(ada, in_app=False)
        event_id = new_id()
        assert [tell(ada, event_id=event_id) for _ in range(2)] == [True, False]
        assert len(mail.outbox) == 1
        page = ada.get("notifications").json()
        assert (page["results"], page["unread"]) == ([], 0)

    def test_add_sms(self, ada, settings):
        settings.CHANNELS = settings.CHANNELS | {"sms": "services.auth.channels.sms.MailboxSms"}
        prefer(ada, sms=True, email=False)
        assert tell(ada)
        (message,) = mail.outbox
        assert message.to == [f"{ada.user.phone}@sms.example"]
        assert "12.50 EUR arrived" in message.body
        assert "\n" not in message.body.strip()

    def test_keep_what_is_not_named(self, ada):
        prefer(ada, email=False)
        prefer(ada, sms=True)
        found = {one["event"]: one for one in prefer(ada, "declined", sms=True).json()["results"]}
        assert found["money_in"]["email"] is False
        assert found["money_in"]["sms"] is True
        assert found["declined"]["email"] is True

    def test_are_ones_own(self, ada, ben):
        prefer(ada, email=False)
        tell(ben)
        assert [message.to for message in mail.outbox] == [[ben.user.email]]

    @pytest.mark.parametrize("channel", ["email", "in_app"])
    def test_never_switch_security_off(self, channel, ada):
        answer = prefer(ada, "security", **{channel: False})
        assert (answer.status_code, answer.json()["code"]) == (422, "notice_channel_locked")
        assert prefer(ada, "security", sms=True, **{channel: True}).status_code == 200

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"preferences": [{"event": "weather", "email": True}]}, "notice_subject_unknown"),
            ({"preferences": [{"event": "money_in", "email": "yes"}]}, "invalid"),
            ({"preferences": [{"event": "money_in", "email": 1}]}, "invalid"),
            ({"preferences": [{"event": "money_in", "fax": True}]}, "invalid"),
            ({"preferences": [{"email": True}]}, "invalid"),
            ({"preferences": []}, "invalid"),
            ({}, "invalid"),
        ],
    )
    def test_refuse(self, body, code, ada):
        answer = ada.send("PUT", "notification-preferences", body)
        assert (answer.status_code, answer.json()["code"]) == (400, code)


class TestChannels:
    def test_one_that_fails_does_not_send_the_other_again(self, ada, settings, monkeypatch):
        settings.CHANNELS = settings.CHANNELS | {"sms": "services.auth.channels.sms.MailboxSms"}
        prefer(ada, sms=True)
        event_id = new_id()

        def fail(*_, **__):
            raise ConnectionRefusedError

        with monkeypatch.context() as broken:
            broken.setattr("services.auth.channels.sms.MailboxSms.send", fail)
            with pytest.raises(ConnectionRefusedError):
                tell(ada, event_id=event_id)
        assert len(mail.outbox) == 1
        assert tell(ada, event_id=event_id)
        assert [message.to[0] for message in mail.outbox] == [
            ada.user.email,
            f"{ada.user.phone}@sms.example",
        ]


class TestWords:
    @pytest.mark.parametrize("kind", KINDS)
    def test_leave_no_gap_and_no_brace(self, kind):
        facts = FACTS | {
            "due_date": "2026-11-21",
            "period": "2026-10",
            "status": "approved",
            "host": "hooks.example.org",
            "title": "Hello",
            "text": "We are open on Sunday.",
        }
        for words in words_of(kind, facts):
            assert words
            assert "{" not in words
            assert "  " not in words

    @pytest.mark.parametrize("kind", KINDS)
    def test_do_not_fail_for_want_of_a_fact(self, kind):
        assert all(isinstance(words, str) for words in words_of(kind, {}))

    def test_of_a_kind_that_nobody_knows_say_that_there_is_something(self, ada):
        assert tell(ada, "brand_new")
        assert ada.get("notifications").json()["results"][0]["title"] == "A notice of the bank"

    def test_belong_to_a_subject_each(self):
        assert {kind.subject for kind in KINDS.values()} | {"security"} == set(SUBJECTS)
        assert all(subject.locked <= set(CHANNELS) for subject in SUBJECTS.values())

    def test_are_facts_and_never_a_template(self):
        title, _ = words_of("bank_message", {"title": "{text}", "text": "{0.__class__}"})
        assert title == "{text}"


class TestSecurity:
    def test_changes_stand_in_the_inbox_and_are_mailed_by_the_sign_in_itself(self, ada):
        commands.record_security_event(
            person_id=ada.id, event=SecurityEvent.PASSWORD_CHANGED, now=moment()
        )
        (notice,) = ada.get("notifications").json()["results"]
        assert (notice["kind"], notice["subject"]) == ("security_password_changed", "security")
        assert notice["title"] == "Your password was changed"
        assert mail.outbox == []

    def test_a_sign_in_is_no_notice(self, ada):
        commands.record_security_event(person_id=ada.id, event=SecurityEvent.SIGN_IN, now=moment())
        assert ada.get("notifications").json()["results"] == []

    def test_words_are_the_subjects_own(self):
        assert kind_of("security_factor_added").subject == "security"


class TestInvitationsByEvent:
    def test_are_mailed_once_however_often_the_event_comes(
        self, db, django_capture_on_commit_callbacks
    ):
        person_id = new_id()
        for _ in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                tasks.invite_customer(person_id=str(person_id), email="New@example.org", more=1)
        invitation = Invitation.objects.get()
        assert (invitation.person_id, invitation.roles) == (person_id, ["customer"])
        assert invitation.invited_by is None
        assert [message.to for message in mail.outbox] == [["new@example.org"]]

    def test_are_not_for_who_signs_in_already(self, ada):
        now = moment()
        assert not commands.invite_customer(person_id=new_id(), email="ada@example.org", now=now)
        assert not commands.invite_customer(person_id=ada.id, email="else@example.org", now=now)
        assert not Invitation.objects.exists()
