from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from kernel.ids import new_id
from services.auth import tasks
from services.auth.commands import create_person, deliver_notice
from services.auth.models import Notice

FACTS = {"amount": "12.50", "currency": "EUR", "account": "…8901", "value_date": "2026-11-21"}


@pytest.fixture
def person(db):
    return create_person(
        email="Told@bank.example",
        password="correct horse battery",
        phone="+4915112340099",
        date_of_birth=date(1990, 1, 1),
        roles=["customer"],
    )


def _tell(person_id, *, event_id=None, kind="money_in", age=timedelta()):
    now = datetime.now(UTC)
    return deliver_notice(
        person_id=person_id,
        event_id=event_id or new_id(),
        kind=kind,
        facts=FACTS,
        happened_at=now - age,
        now=now,
    )


class TestDeliverNotice:
    @pytest.mark.parametrize(("kind", "words"), [("money_in", "arrived"), ("money_out", "left")])
    def test_mails_what_happened_and_names_the_account_by_its_last_digits(
        self, person, kind, words
    ):
        assert _tell(person.id, kind=kind)
        (sent,) = mail.outbox
        assert sent.to == ["told@bank.example"]
        assert "12.50 EUR" in sent.subject
        assert words in sent.subject
        assert "…8901" in sent.body

    def test_tells_of_one_event_once(self, person):
        event = new_id()
        assert [_tell(person.id, event_id=event) for _ in range(3)] == [True, False, False]
        assert len(mail.outbox) == 1

    def test_keeps_what_is_older_than_a_day_and_mails_nothing(self, person):
        assert not _tell(person.id, age=timedelta(days=2))
        assert mail.outbox == []
        assert Notice.objects.get(person=person).delivered_at is not None

    def test_people_without_a_sign_in_are_not_told(self, db):
        assert not _tell(new_id())
        assert Notice.objects.count() == 0

    def test_a_mail_that_failed_is_tried_again(self, person, monkeypatch):
        event = new_id()

        def fail(_self):
            raise ConnectionRefusedError

        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.EmailMessage.send", fail)
            with pytest.raises(ConnectionRefusedError):
                _tell(person.id, event_id=event)
        assert _tell(person.id, event_id=event)

    def test_the_task_reads_what_the_queue_carries(self, person):
        tasks.deliver_notice(
            person_id=str(person.id),
            event_id=str(new_id()),
            kind="money_in",
            facts=FACTS,
            happened_at=datetime.now(UTC).isoformat(),
            added_by_a_newer_release="ignored",
        )
        assert len(mail.outbox) == 1
