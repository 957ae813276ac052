"""Hop 6: after the commit, people are told, and mail learns no more than it must."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from kernel.outbox.consumers import QueueAway
from kernel.outbox.models import Delivery, Event
from services.transactions import consumers, tasks
from services.transactions.events import ACCOUNT_EVENTS
from services.transactions.notices import notices_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


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
        consumers,
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
                "transfer": event.payload["transfer_id"],
                "kind": "transfer",
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
        assert not Event.objects.filter(name="transfer.posted").exists()

    def test_a_repeated_movement_makes_one_event(self, ada, payer):
        Event.objects.all().delete()
        body = {"account": str(payer.id), "amount": "1.00"}
        for _ in range(3):
            ada.post("deposits", body, key="k")
        assert Event.objects.count() == 1


class TestOwnTransfers:
    def test_send_one_notice_that_names_both_accounts(self, ada, teller):
        first = teller.open(ada, "50.00")
        second = teller.open(ada)
        Event.objects.all().delete()
        body = {"from_account": str(first.id), "to_account": str(second.id), "amount": "5.00"}
        assert ada.post("transfers", body).status_code == 201
        (notice,) = notices_of(Event.objects.get())
        assert notice["kind"] == "money_moved"
        assert notice["facts"]["account"] == f"…{first.number[-4:]}"
        assert notice["facts"]["to_account"] == f"…{second.number[-4:]}"

    def test_between_people_who_share_one_account_tell_each_what_they_hold(self, ada, ben, teller):
        first = teller.open(ada, "50.00")
        second = teller.open(ada, holders={ben.id: "joint"})
        Event.objects.all().delete()
        body = {"from_account": str(first.id), "to_account": str(second.id), "amount": "5.00"}
        ada.post("transfers", body)
        kinds = {n["person_id"]: n["kind"] for n in notices_of(Event.objects.get())}
        assert kinds == {str(ada.id): "money_moved", str(ben.id): "money_in"}


class TestOtherNotices:
    def test_a_large_payment_is_told_as_one_to_who_pays_only(self, event, settings, ada, ben):
        settings.LARGE_PAYMENT_ABOVE = "24"
        kinds = {notice["person_id"]: notice["kind"] for notice in notices_of(event)}
        assert kinds == {str(ada.id): "large_payment", str(ben.id): "money_in"}
        settings.LARGE_PAYMENT_ABOVE = "25"
        assert "large_payment" not in {notice["kind"] for notice in notices_of(event)}

    def test_a_declined_payment_is_told_to_who_asked(self, ada, payer):
        Event.objects.all().delete()
        body = {"account": str(payer.id), "amount": "999.00"}
        assert ada.post("withdrawals", body).status_code == 422
        (notice,) = notices_of(Event.objects.get(name="movement.declined"))
        assert (notice["person_id"], notice["kind"]) == (str(ada.id), "declined")
        assert notice["facts"] == {
            "operation": "withdrawal",
            "code": "insufficient_funds",
            "amount": "999.00",
            "currency": "EUR",
            "account": f"…{payer.number[-4:]}",
        }

    def test_a_mistake_in_a_request_is_not(self, ada, ben, payer):
        Event.objects.all().delete()
        ada.post("withdrawals", {"account": str(payer.id), "amount": "0.001"})
        ben.post("withdrawals", {"account": str(payer.id), "amount": "1.00"})
        assert not Event.objects.exists()

    @pytest.mark.parametrize("name", ACCOUNT_EVENTS)
    def test_what_happens_to_an_account_is_told_to_its_holders(self, name, ada, ben, teller):
        account = teller.open(ada, holders={ben.id: "joint"})
        event = Event(name=name, payload={"account_id": str(account.id)}, created_at=NOW)
        found = notices_of(event)
        assert {n["person_id"] for n in found} == {str(ada.id), str(ben.id)}
        assert {n["kind"] for n in found} == {name.replace(".", "_")}
        event.payload["person_id"] = str(ben.id)
        assert [n["person_id"] for n in notices_of(event)] == [str(ben.id)]

    def test_a_statement_that_is_ready_is_told_with_its_period(self, ada, payer):
        payload = {"account_id": str(payer.id), "period": "2026-10"}
        (notice,) = notices_of(Event(name="statement.ready", payload=payload, created_at=NOW))
        assert (notice["person_id"], notice["kind"]) == (str(ada.id), "statement_ready")
        assert notice["facts"] == {"period": "2026-10", "account": f"…{payer.number[-4:]}"}

    def test_a_decision_is_told_to_who_asked_for_it(self, ada):
        payload = {
            "request_id": "r",
            "service": "accounts",
            "policy": "p",
            "title": "Close",
            "status": "approved",
            "person_id": str(ada.id),
        }
        (notice,) = notices_of(Event(name="approval.decided", payload=payload, created_at=NOW))
        assert (notice["person_id"], notice["kind"]) == (str(ada.id), "approval_decided")
        assert notice["facts"]["status"] == "approved"

    def test_a_service_may_ask_in_its_own_words(self, ada):
        payload = {"person_id": str(ada.id), "kind": "bank_message", "facts": {"title": "Hello"}}
        (notice,) = notices_of(Event(name="notice.asked", payload=payload, created_at=NOW))
        assert (notice["kind"], notice["facts"]) == ("bank_message", {"title": "Hello"})


class TestTheTable:
    def test_has_a_consumer_for_each_event_that_the_code_writes(self):
        written = {
            "transfer.posted", "batch.posted", "movement.declined", "standing_order.failed",
            "approval.decided", "customer.invited", "webhook.disabled", "statement.ready",
            *ACCOUNT_EVENTS,
        }  # fmt: skip
        assert written <= set(consumers.CONSUMERS)
        assert all(consumers.CONSUMERS[name] for name in written)

    def test_sends_an_invitation_to_auth(self, sent, db):
        payload = {"person_id": "p", "email": "new@example.org"}
        Event.objects.create(name="customer.invited", payload=payload, created_at=NOW)
        tasks.relay()
        assert sent == [("identity.invite_customer", payload, "auth")]


class TestRelayTask:
    def test_sends_each_notice_to_auth_once(self, event, sent, ada, ben):
        tasks.relay()
        tasks.relay()
        notices = [one for one in sent if one[0] == "identity.deliver_notice"]
        assert {queue for _, _, queue in notices} == {"auth"}
        assert sorted(kwargs["person_id"] for _, kwargs, _ in notices) == sorted(
            [str(ada.id), str(ben.id)]
        )
        # Planning reads the ledger itself: it is told where, once.
        others = [one for one in sent if one not in notices]
        assert others == [("planning.follow_movement", event.payload, "planning")]
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
        assert len(sent) == 3
        # What nobody knows is kept for who will.
        assert Delivery.objects.filter(consumer="").count() == 4

    def test_marks_nothing_while_the_broker_is_away(self, event, monkeypatch):
        def away(*_args, **_options):
            raise ConnectionError

        monkeypatch.setattr(consumers, "current_app", SimpleNamespace(send_task=away))
        with pytest.raises(QueueAway):
            tasks.relay()
        assert Event.objects.get().published_at is None
