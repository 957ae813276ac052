"""Disputed money: a hold or a provisional credit, asked for by one person and agreed by another."""

import uuid

import pytest

from services.support.models import Measure, TicketEvent

pytestmark = pytest.mark.django_db


def ask(agent, dispute, kind, **changes):
    path = f"tickets/{dispute.ticket['id']}"
    version = agent.get(path).json()["version"]
    body = {"kind": kind, "reason": "The customer was cheated", "version": version} | changes
    return agent.post(f"{path}/measures", body)


def decide(person, asked, verdict="approve", body=None):
    return person.post(f"approvals/support/{asked.json()['approval']['id']}/{verdict}", body or {})


class TestMeasures:
    def test_a_hold_keeps_the_money_where_it_went(self, agent, supervisor, dispute, bank):
        asked = ask(agent, dispute, "hold")
        assert asked.status_code == 202, asked.content
        assert bank.balance(dispute.his).held_minor == 0
        decided = decide(supervisor, asked)
        assert decided.json()["status"] == "approved", decided.content
        assert bank.balance(dispute.his).held_minor == 3000
        measures = agent.get(f"tickets/{dispute.ticket['id']}/measures").json()["results"]
        assert [(one["kind"], one["amount"], one["account"]) for one in measures] == [
            ("hold", "30.00", str(dispute.his.id))
        ]
        assert measures[0]["outcome"] == decided.json()["result"]["hold"]
        assert bank.is_sound()

    def test_a_credit_is_paid_from_suspense(self, agent, supervisor, dispute, bank):
        asked = ask(agent, dispute, "credit", amount="12.50")
        assert bank.balance(dispute.hers).balance_minor == 7000
        decided = decide(supervisor, asked)
        assert decided.json()["status"] == "approved", decided.content
        assert bank.balance(dispute.hers).balance_minor == 8250
        line = bank.newest(dispute.hers)
        assert (line.amount_minor, line.note) == (
            1250,
            f"Provisional credit, dispute {dispute.ticket['reference']}",
        )
        kinds = TicketEvent.objects.filter(ticket_id=dispute.ticket["id"]).order_by("sequence")
        assert list(kinds.values_list("kind", flat=True)) == [
            "raised",
            "measure_asked",
            "measure_taken",
        ]
        assert bank.is_sound()

    def test_are_not_done_by_one_person(self, supervisor, dispute, bank, refused):
        asked = ask(supervisor, dispute, "credit")
        refused(decide(supervisor, asked), 403, "own_request")
        assert bank.balance(dispute.hers).balance_minor == 7000

    @pytest.mark.parametrize("role", ["customer", "agent", "teller", "auditor"])
    def test_are_not_agreed_to_by(self, agent, caller, dispute, refused, role):
        asked = ask(agent, dispute, "credit")
        answer = decide(caller(role), asked)
        assert answer.status_code in {403, 404}
        assert Measure.objects.get().outcome_id is None

    def test_are_not_agreed_to_by_who_holds_the_account(self, agent, caller, ben, dispute, bank):
        asked = ask(agent, dispute, "hold")
        decided = decide(caller("supervisor", person_id=ben.id), asked).json()
        assert (decided["status"], decided["failure"]["code"]) == ("failed", "own_ticket")
        assert bank.balance(dispute.his).held_minor == 0

    def test_fail_with_the_reason_when_the_money_is_gone(
        self, agent, supervisor, ben, caller, dispute, bank
    ):
        asked = ask(agent, dispute, "hold")
        elsewhere = bank.open(caller())
        bank.pay(ben, dispute.his, elsewhere, "20.00")
        decided = decide(supervisor, asked).json()
        assert (decided["status"], decided["failure"]["code"]) == ("failed", "insufficient_funds")
        assert Measure.objects.get().outcome_id is None
        again = ask(agent, dispute, "hold", amount="15.00")
        assert decide(supervisor, again).json()["status"] == "approved"
        assert bank.balance(dispute.his).held_minor == 1500

    def test_are_asked_for_once(self, agent, supervisor, dispute, refused):
        asked = ask(agent, dispute, "credit")
        refused(ask(agent, dispute, "credit"), 409, "measure_exists")
        decide(supervisor, asked, "reject", {"reason": "Not proven"})
        asked = ask(agent, dispute, "credit")
        assert asked.status_code == 202
        decide(supervisor, asked)
        refused(ask(agent, dispute, "credit"), 409, "measure_exists")

    @pytest.mark.parametrize(
        ("amount", "status", "code"),
        [
            ("30.01", 422, "measure_above_dispute"),
            ("0.00", 400, "amount_invalid"),
            ("-1.00", 400, "amount_invalid"),
            ("1.005", 400, "amount_invalid"),
            (5, 400, "amount_invalid"),
        ],
    )
    def test_are_at_most_what_is_disputed(self, agent, dispute, refused, amount, status, code):
        refused(ask(agent, dispute, "credit", amount=amount), status, code, "amount")

    def test_are_for_disputes(self, agent, ticket, refused):
        raised = ticket()
        path = f"tickets/{raised['id']}/measures"
        body = {"kind": "hold", "reason": "x", "version": 1}
        refused(agent.post(path, body), 422, "no_dispute")
        made_up = f"tickets/{uuid.uuid4()}/measures"
        refused(agent.post(made_up, body), 404, "ticket_not_found")

    def test_need_something_to_act_on(self, agent, ben, bank, ticket, refused, dispute):
        # What Ben got is disputed by Ben: there is nothing to give back to him.
        his = bank.newest(dispute.his)
        raised = ticket(by=ben, kind="dispute", transaction=str(his.id))
        path = f"tickets/{raised['id']}/measures"
        body = {"kind": "credit", "reason": "x", "version": 1}
        refused(agent.post(path, body), 422, "nothing_to_credit")

    def test_are_refused_when_the_ticket_changed(self, agent, dispute, refused):
        refused(ask(agent, dispute, "hold", version=7), 409, "ticket_changed")

    def test_of_the_bank_are_not_held(self, agent, ada, bank, ticket, refused):
        from datetime import UTC, datetime

        from kernel.ledger.records import MoneyRequest
        from kernel.ledger.tests.movements import withdraw

        account = bank.open(ada, funds="50.00")
        request = MoneyRequest.make(actor_id=ada.id, operation="x", key="k", body={})
        withdraw(request=request, account_id=account.id, amount="5.00")
        line = bank.newest(account)
        assert line.posted_at <= datetime.now(UTC)
        raised = ticket(kind="dispute", transaction=str(line.id))
        path = f"tickets/{raised['id']}/measures"
        body = {"kind": "hold", "reason": "x", "version": 1}
        refused(agent.post(path, body), 422, "nothing_to_hold")
