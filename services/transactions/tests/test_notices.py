"""Hop 6: after the commit, people are told, and mail learns no more than it must."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from kernel.outbox.models import Event
from services.transactions import tasks
from services.transactions.notices import notices_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(ada, payer, payee):
    """The event of a transfer of 25.00 from Ada to Ben."""
    Event.objects.all().delete()
    body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": "25.00"}
    assert ada.post("transfers", body | {"note": "a private matter"}).status_code == 201
    return Event.objects.get()


@pytest.fixture
def sent(monkeypatch):
    """What was put into the queues."""
    messages = []
    monkeypatch.setattr(
        tasks,
        "current_app",
        SimpleNamespace(
            send_task=lambda name, *, kwargs, queue: messages.append((name, kwargs, queue))
        ),
    )
    return messages


class TestNotices:
    def test_tell_each_holder_of_each_side(self, event, ada, ben, payer, payee):
        out, into = sorted(notices_of(event), key=lambda notice: notice["kind"], reverse=True)
        today = datetime.now(UTC).date().isoformat()
        assert out == {
            "event_id": str(event.id),
            "person_id": str(ada.id),
            "kind": "money_out",
            "happened_at": event.created_at.isoformat(),
            "facts": {
                "amount": "25.00",
                "currency": "EUR",
                "account": f"…{payer.number[-4:]}",
                "value_date": today,
            },
        }
        assert into == out | {
            "person_id": str(ben.id),
            "kind": "money_in",
            "facts": out["facts"] | {"account": f"…{payee.number[-4:]}"},
        }

    def test_name_no_account_but_by_its_last_four_digits_and_nothing_private(
        self, event, payer, payee
    ):
        written = json.dumps(notices_of(event), ensure_ascii=False)
        for secret in (
            payer.number, payee.number, payer.number[:-4], payee.number[-5:], str(payer.id),
            str(payee.id), "Ada Novak", "Ben Okafor", "private",
        ):  # fmt: skip
            assert secret not in written

    def test_tell_every_holder_of_a_shared_account_and_nobody_of_the_bank(
        self, ada, ben, caller, teller
    ):
        carla = caller()
        account = teller.open(ada, holders={ben.id: "joint", carla.id: "view"})
        ada.post("deposits", {"account": str(account.id), "amount": "5.00"})
        found = notices_of(Event.objects.get())
        assert {notice["person_id"] for notice in found} == {
            str(person.id) for person in (ada, ben, carla)
        }
        assert {notice["kind"] for notice in found} == {"money_in"}

    def test_of_other_events_there_are_none(self):
        event = Event(name="account.opened", payload={}, created_at=datetime.now(UTC))
        assert notices_of(event) == []

    def test_of_an_imported_past_there_are_none(self, ada, teller):
        teller.open(ada, "5.00")
        assert not Event.objects.exists()

    def test_an_event_holds_the_id_of_its_transfer_only(self, event):
        assert event.name == "transfer.posted"
        assert set(event.payload) == {"transfer_id"}

    def test_a_refused_movement_makes_no_event(self, ada, payer):
        Event.objects.all().delete()
        body = {"account": str(payer.id), "amount": "999.00"}
        assert ada.post("withdrawals", body).status_code == 422
        assert not Event.objects.exists()

    def test_a_repeated_movement_makes_one_event(self, ada, payer):
        Event.objects.all().delete()
        body = {"account": str(payer.id), "amount": "1.00"}
        for _ in range(3):
            ada.post("deposits", body, key="k")
        assert Event.objects.count() == 1


class TestRelayTask:
    def test_sends_each_notice_to_auth_once(self, event, sent, ada, ben):
        tasks.relay()
        tasks.relay()
        assert {(name, queue) for name, _, queue in sent} == {("identity.deliver_notice", "auth")}
        assert sorted(kwargs["person_id"] for _, kwargs, _ in sent) == sorted(
            [str(ada.id), str(ben.id)]
        )
        assert Event.objects.get().published_at is not None

    def test_goes_on_until_nothing_is_due(self, event, sent, monkeypatch):
        monkeypatch.setattr(tasks, "CHUNK", 2)
        monkeypatch.setattr(
            tasks, "relay_events", lambda works=tasks.relay_events, **asked: works(**asked, limit=2)
        )
        for number in range(4):
            Event.objects.create(name=f"other.{number}", payload={}, created_at=event.created_at)
        tasks.relay()
        assert not Event.objects.filter(published_at=None).exists()
        assert len(sent) == 2

    def test_marks_nothing_while_the_broker_is_away(self, event, monkeypatch):
        def away(*_args, **_options):
            raise ConnectionError

        monkeypatch.setattr(tasks, "current_app", SimpleNamespace(send_task=away))
        with pytest.raises(ConnectionError):
            tasks.relay()
        assert Event.objects.get().published_at is None
