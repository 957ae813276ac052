"""Tickets: raised, answered, changed, reopened, rated; and whose they are."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.outbox.models import Event
from services.support.models import Message, Queue, Ticket, TicketEvent

pytestmark = pytest.mark.django_db


def events_of(ticket):
    rows = TicketEvent.objects.filter(ticket_id=ticket["id"]).order_by("sequence")
    return list(rows.values_list("sequence", "kind"))


def answer(agent, ticket, body="We look.", **changes):
    sent = {"body": body, "version": ticket["version"]} | changes
    return agent.post(f"tickets/{ticket['id']}/messages", sent)


def version_of(agent, ticket):
    return agent.get(f"tickets/{ticket['id']}").json()["version"]


class TestRaising:
    @pytest.mark.parametrize(
        ("kind", "queue", "priority"),
        [
            ("account_change", "general", "normal"),
            ("issue", "general", "normal"),
            ("inquiry", "general", "normal"),
            ("security", "security", "urgent"),
        ],
    )
    def test_puts_each_kind_into_its_queue(self, ticket, agent, kind, queue, priority):
        raised = ticket(kind=kind)
        assert (raised["kind"], raised["status"], raised["version"]) == (kind, "new", 1)
        seen = agent.get(f"tickets/{raised['id']}").json()
        assert (seen["queue_code"], seen["priority"], seen["assignee"]) == (queue, priority, None)
        assert events_of(raised) == [(1, "raised")]

    def test_keeps_the_first_message_and_tells_no_customer_what_staff_see(self, ada, ticket):
        raised = ticket(body="First\r\n\r\n\tsecond")
        messages = ada.get(f"tickets/{raised['id']}/messages").json()["results"]
        assert [(m["side"], m["body"], m["author"]) for m in messages] == [
            ("customer", "First\n\n\tsecond", str(ada.id))
        ]
        assert {"clocks", "queue", "assignee", "priority"}.isdisjoint(raised)

    def test_takes_an_account_of_ones_own(self, bank, ada, ticket):
        account = bank.open(ada)
        assert ticket(account=str(account.id))["account"] == str(account.id)

    def test_knows_the_account_of_a_transaction(self, dispute):
        assert dispute.ticket["account"] == str(dispute.hers.id)
        assert dispute.ticket["transaction"] == str(dispute.transaction.id)

    @pytest.mark.parametrize("role", ["customer", "agent", "supervisor"])
    def test_does_not_know_somebody_elses_account_or_transaction(
        self, caller, bank, dispute, refused, role
    ):
        other = caller(role)
        body = {"kind": "inquiry", "subject": "x", "body": "x"}
        asked = other.post("tickets", body | {"account": str(dispute.hers.id)})
        refused(asked, 404, "account_not_found", "account")
        asked = other.post("tickets", body | {"transaction": str(dispute.transaction.id)})
        refused(asked, 404, "transaction_not_found", "transaction")
        made_up = other.post("tickets", body | {"transaction": str(uuid.uuid4())})
        refused(made_up, 404, "transaction_not_found", "transaction")

    def test_wants_a_transaction_for_a_dispute(self, ada, refused):
        body = {"kind": "dispute", "subject": "x", "body": "x"}
        refused(ada.post("tickets", body), 400, "transaction_needed", "transaction")

    def test_refuses_a_transaction_of_another_account(self, ada, bank, dispute, refused):
        other = bank.open(ada)
        body = {"kind": "inquiry", "subject": "x", "body": "x", "account": str(other.id)}
        asked = ada.post("tickets", body | {"transaction": str(dispute.transaction.id)})
        refused(asked, 400, "context_mismatch", "account")

    def test_disputes_a_transaction_once_until_it_is_solved(self, ada, agent, dispute, refused):
        body = {
            "kind": "dispute",
            "subject": "x",
            "body": "x",
            "transaction": str(dispute.transaction.id),
        }
        problem = refused(ada.post("tickets", body), 409, "dispute_exists")
        assert problem["ticket"] == dispute.ticket["id"]
        assert answer(agent, dispute.ticket, status="solved").status_code == 201
        assert ada.post("tickets", body).status_code == 201

    def test_has_a_bound_for_each_person(self, settings, ada, ben, ticket, refused):
        settings.TICKETS_PER_PERSON = 2
        ticket()
        ticket()
        body = {"kind": "inquiry", "subject": "x", "body": "x"}
        refused(ada.post("tickets", body), 422, "too_many_tickets")
        assert ben.post("tickets", body).status_code == 201

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"kind": "complaint"}, "kind"),
            ({"subject": ""}, "subject"),
            ({"subject": "x" * 141}, "subject"),
            ({"subject": "two\nlines"}, "subject"),
            ({"body": "  "}, "body"),
            ({"body": "x" * 10_001}, "body"),
            ({"body": "bell\a"}, "body"),
            ({"body": 5}, "body"),
            ({"account": "1"}, "account"),
            ({"priority": "urgent"}, "priority"),
            ({"status": "solved"}, "status"),
        ],
    )
    def test_reads_strictly(self, ada, refused, change, field):
        body = {"kind": "inquiry", "subject": "x", "body": "x"} | change
        refused(ada.post("tickets", body), 400, "invalid", field)
        assert not Ticket.objects.exists()


class TestSeeing:
    def test_a_customer_has_their_own_tickets_only(self, ada, ben, ticket):
        hers = ticket()
        his = ticket(by=ben)
        assert [one["id"] for one in ada.get("tickets").json()["results"]] == [hers["id"]]
        narrowed = ada.get("tickets", person=str(ben.id)).json()["results"]
        assert [one["id"] for one in narrowed] == [hers["id"]]
        assert [one["id"] for one in ben.get("tickets").json()["results"]] == [his["id"]]

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "", None),
            ("GET", "/messages", None),
            ("POST", "/messages", {"body": "x"}),
            ("POST", "/reopen", {}),
            ("PUT", "/rating", {"score": 5}),
            ("GET", "/drafts", None),
            ("PUT", "/drafts/reply", {"body": "x"}),
            ("DELETE", "/drafts/reply", None),
            ("GET", f"/attachments/{uuid.UUID(int=1)}/content", None),
        ],
    )
    def test_somebody_elses_does_not_exist(self, ben, ticket, refused, method, path, body):
        hers = ticket()
        problem = refused(
            ben.send(method, f"tickets/{hers['id']}{path}", body), 404, "ticket_not_found"
        )
        made_up = ben.send(method, f"tickets/{uuid.uuid4()}{path}", body).json()
        assert {**problem, "request_id": ""} == {**made_up, "request_id": ""}

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("PATCH", "", {"version": 1, "status": "solved"}),
            ("POST", "/take", {"version": 1}),
            ("POST", "/give", {"version": 1, "assignee": str(uuid.UUID(int=1))}),
            ("POST", "/release", {"version": 1}),
            ("POST", "/merge", {"version": 1, "into": str(uuid.UUID(int=1))}),
            ("POST", "/macro", {"version": 1, "macro": str(uuid.UUID(int=1))}),
            ("GET", "/events", None),
            ("GET", "/notes", None),
            ("POST", "/notes", {"version": 1, "body": "x"}),
            ("GET", "/presence", None),
            ("PUT", "/presence", {}),
            ("DELETE", "/presence", None),
            ("GET", "/links", None),
            ("POST", "/links", {"ticket": str(uuid.UUID(int=1))}),
            ("DELETE", f"/links/{uuid.UUID(int=1)}", None),
            ("GET", "/measures", None),
            ("POST", "/measures", {"version": 1, "kind": "hold", "reason": "x"}),
        ],
    )
    @pytest.mark.parametrize("role", ["customer", "teller", "administrator"])
    def test_what_is_the_desks_is_refused_to_others(
        self, caller, ticket, refused, role, method, path, body
    ):
        person = caller(role)
        own = ticket(by=person)
        asked = person.send(method, f"tickets/{own['id']}{path}", body)
        refused(asked, 403, "permission_denied")
        assert events_of(own) == [(1, "raised")]

    def test_nothing_is_seen_without_a_token(self, client, ticket):
        raised = ticket()
        for path in ("tickets", f"tickets/{raised['id']}", f"tickets/{raised['id']}/messages"):
            assert client.get(f"/api/v1/{path}").status_code == 401

    def test_an_auditor_sees_all_and_writes_nothing(self, caller, ticket, refused):
        raised = ticket()
        auditor = caller("auditor")
        assert auditor.get(f"tickets/{raised['id']}").json()["person"] == raised_by(raised)
        refused(answer(auditor, raised), 403, "permission_denied")
        refused(
            auditor.put(f"tickets/{raised['id']}/drafts/reply", {"body": "x"}),
            403,
            "permission_denied",
        )

    def test_staff_are_customers_of_their_own_tickets(self, agent, ticket, refused):
        own = ticket(by=agent)
        assert "clocks" not in agent.get(f"tickets/{own['id']}").json()
        path = f"tickets/{own['id']}"
        refused(agent.post(f"{path}/take", {"version": 1}), 403, "own_ticket")
        refused(agent.post(f"{path}/notes", {"version": 1, "body": "x"}), 403, "own_ticket")
        refused(agent.get(f"{path}/notes"), 404, "ticket_not_found")
        refused(agent.get(f"{path}/events"), 404, "ticket_not_found")
        assert [one["id"] for one in agent.get("tickets", own="true").json()["results"]] == [
            own["id"]
        ]


def raised_by(ticket):
    return str(Ticket.objects.get(id=ticket["id"]).person_id)


class TestAnswering:
    def test_gives_the_ticket_to_who_answers_and_opens_it(self, ada, agent, ticket):
        raised = ticket()
        sent = answer(agent, raised)
        assert sent.status_code == 201
        assert sent.json()["version"] == 3
        seen = agent.get(f"tickets/{raised['id']}").json()
        assert (seen["status"], seen["assignee"]) == ("open", str(agent.id))
        assert events_of(raised) == [(1, "raised"), (2, "assigned"), (3, "staff_replied")]
        messages = ada.get(f"tickets/{raised['id']}/messages").json()["results"]
        # A customer is not told who of the bank wrote.
        assert [(m["side"], m["author"]) for m in messages][1] == ("staff", None)
        told = Event.objects.get(name="notice.asked").payload
        assert told["person_id"] == str(ada.id)
        assert raised["reference"] in told["facts"]["title"]
        assert "We look." not in str(told)

    @pytest.mark.parametrize("status", ["open", "waiting", "solved"])
    def test_sets_the_status_in_the_same_breath(self, ada, agent, ticket, status):
        raised = ticket()
        assert answer(agent, raised, status=status).status_code == 201
        assert ada.get(f"tickets/{raised['id']}").json()["status"] == status

    def test_is_refused_when_the_ticket_changed_underneath(self, agent, caller, ticket, refused):
        raised = ticket()
        assert answer(caller("agent"), raised).status_code == 201
        problem = refused(answer(agent, raised, body="Me too"), 409, "ticket_changed")
        assert problem["version"] == 3
        assert [event["kind"] for event in problem["events"]] == ["assigned", "staff_replied"]
        assert Message.objects.filter(body="Me too").count() == 0
        again = answer(agent, raised, body="Me too", version=problem["version"])
        assert again.status_code == 201

    def test_is_refused_to_a_customer_who_saw_less(self, ada, agent, ticket, refused):
        raised = ticket()
        answer(agent, raised)
        sent = ada.post(f"tickets/{raised['id']}/messages", {"body": "x", "version": 1})
        problem = refused(sent, 409, "ticket_changed")
        assert set(problem["events"][0]) == {"sequence", "kind", "happened_at"}

    def test_wants_the_version_of_staff(self, agent, ticket, refused):
        raised = ticket()
        sent = agent.post(f"tickets/{raised['id']}/messages", {"body": "x"})
        refused(sent, 400, "invalid", "version")

    @pytest.mark.parametrize("version", [0, -1, "1", 1.0, True, None, 2**31])
    def test_wants_a_version_that_is_one(self, agent, ticket, refused, version):
        raised = ticket()
        refused(answer(agent, raised, version=version), 400, "invalid", "version")

    def test_a_customers_answer_opens_what_waits(self, ada, agent, ticket):
        raised = ticket()
        answer(agent, raised, status="waiting")
        assert ada.post(f"tickets/{raised['id']}/messages", {"body": "Here"}).status_code == 201
        assert ada.get(f"tickets/{raised['id']}").json()["status"] == "open"

    def test_a_customer_sets_no_status(self, ada, ticket, refused):
        raised = ticket()
        sent = ada.post(f"tickets/{raised['id']}/messages", {"body": "x", "status": "solved"})
        refused(sent, 403, "permission_denied")

    def test_a_word_of_thanks_leaves_it_solved(self, ada, agent, ticket):
        raised = ticket()
        answer(agent, raised, status="solved")
        assert ada.post(f"tickets/{raised['id']}/messages", {"body": "Thanks"}).status_code == 201
        assert ada.get(f"tickets/{raised['id']}").json()["status"] == "solved"
        later = answer(agent, raised, body="Welcome", version=version_of(agent, raised))
        assert later.status_code == 201
        assert ada.get(f"tickets/{raised['id']}").json()["status"] == "solved"

    def test_staff_who_answer_a_solved_ticket_can_take_it_up_again(self, agent, ticket):
        raised = ticket()
        answer(agent, raised, status="solved")
        answer(agent, raised, version=version_of(agent, raised), status="open")
        assert [kind for _, kind in events_of(raised)][-2:] == ["reopened", "staff_replied"]
        assert agent.get(f"tickets/{raised['id']}").json()["solved_at"] is None


class TestNotes:
    def test_are_seen_by_staff_and_by_no_customer(self, ada, agent, supervisor, ticket):
        raised = ticket()
        sent = agent.post(f"tickets/{raised['id']}/notes", {"body": "Odd one", "version": 1})
        assert (sent.status_code, sent.json()["version"]) == (201, 2)
        notes = supervisor.get(f"tickets/{raised['id']}/notes").json()["results"]
        assert [(note["body"], note["author"]) for note in notes] == [("Odd one", str(agent.id))]
        for path in ("", "/messages", "/drafts"):
            assert b"Odd one" not in ada.get(f"tickets/{raised['id']}{path}").content
        assert not Event.objects.filter(name="notice.asked").exists()

    def test_change_the_version(self, agent, ticket, refused):
        raised = ticket()
        agent.post(f"tickets/{raised['id']}/notes", {"body": "Odd one", "version": 1})
        again = agent.post(f"tickets/{raised['id']}/notes", {"body": "x", "version": 1})
        refused(again, 409, "ticket_changed")


class TestChanging:
    def test_sets_priority_queue_and_status(self, agent, ticket):
        raised = ticket()
        disputes = Queue.objects.get(code="disputes")
        changed = agent.patch(
            f"tickets/{raised['id']}",
            {"version": 1, "priority": "urgent", "queue": str(disputes.id), "status": "waiting"},
        )
        assert changed.status_code == 200, changed.content
        seen = changed.json()
        assert (seen["priority"], seen["queue_code"], seen["status"]) == (
            "urgent",
            "disputes",
            "waiting",
        )
        assert [kind for _, kind in events_of(raised)] == [
            "raised",
            "moved",
            "prioritised",
            "assigned",
            "status_set",
        ]

    def test_what_is_the_same_is_no_event(self, agent, ticket):
        raised = ticket()
        agent.patch(f"tickets/{raised['id']}", {"version": 1, "priority": "normal"})
        assert events_of(raised) == [(1, "raised")]

    def test_does_not_go_to_a_closed_queue_or_one_that_is_not_there(self, agent, ticket, refused):
        raised = ticket()
        closed = Queue.objects.create(code="old", name="Old", is_active=False)
        path = f"tickets/{raised['id']}"
        asked = agent.patch(path, {"version": 1, "queue": str(closed.id)})
        refused(asked, 422, "queue_closed", "queue")
        asked = agent.patch(path, {"version": 1, "queue": str(uuid.uuid4())})
        refused(asked, 404, "queue_not_found", "queue")

    def test_tells_the_customer_that_it_is_solved(self, ada, agent, ticket):
        raised = ticket()
        agent.patch(f"tickets/{raised['id']}", {"version": 1, "status": "solved"})
        told = Event.objects.get(name="notice.asked").payload
        assert told["person_id"] == str(ada.id)
        assert "solved" in told["facts"]["title"]


class TestReopening:
    def test_is_the_customers_word(self, ada, agent, ticket, refused):
        raised = ticket()
        refused(ada.post(f"tickets/{raised['id']}/reopen"), 422, "ticket_not_solved")
        answer(agent, raised, status="solved")
        assert ada.post(f"tickets/{raised['id']}/reopen").json()["status"] == "open"
        refused(ada.post(f"tickets/{raised['id']}/reopen"), 422, "ticket_not_solved")

    def test_is_too_late_after_a_while(self, ada, agent, ticket, refused, settings):
        raised = ticket()
        answer(agent, raised, status="solved")
        long_ago = timezone.now() - timedelta(days=settings.TICKET_REOPEN_DAYS)
        Ticket.objects.update(solved_at=long_ago)
        assert ada.get(f"tickets/{raised['id']}").json()["status"] == "closed"
        assert len(ada.get("tickets", status="closed").json()["results"]) == 1
        assert ada.get("tickets", status="solved").json()["results"] == []
        refused(ada.post(f"tickets/{raised['id']}/reopen"), 422, "ticket_closed")
        sent = ada.post(f"tickets/{raised['id']}/messages", {"body": "Still there"})
        refused(sent, 422, "ticket_closed")


class TestRating:
    def test_is_for_what_is_solved_and_the_last_word_counts(self, ada, agent, ticket, refused):
        raised = ticket()
        path = f"tickets/{raised['id']}/rating"
        refused(ada.put(path, {"score": 5}), 422, "ticket_not_solved")
        answer(agent, raised, status="solved")
        assert ada.put(path, {"score": 2, "comment": "Slow"}).json()["rating"] == 2
        assert ada.put(path, {"score": 4}).json()["rating"] == 4
        assert agent.get(f"tickets/{raised['id']}").json()["rating_comment"] == ""

    @pytest.mark.parametrize("score", [0, 6, "5", 4.5, True, None])
    def test_is_from_one_to_five(self, ada, ticket, refused, score):
        raised = ticket()
        answered = ada.put(f"tickets/{raised['id']}/rating", {"score": score})
        refused(answered, 400, "invalid", "score")


class TestListing:
    def test_is_paged_newest_first(self, ada, ticket):
        ids = [ticket(subject=f"Number {number}")["id"] for number in range(5)]
        page = ada.get("tickets", limit="2").json()
        seen = [one["id"] for one in page["results"]]
        while page["next"]:
            page = ada.follow(page["next"]).json()
            seen += [one["id"] for one in page["results"]]
        assert seen == ids[::-1]

    def test_by_due_has_the_first_one_due_first(self, agent, ticket):
        low = ticket(subject="Low")
        urgent = ticket(kind="security")
        agent.patch(f"tickets/{low['id']}", {"version": 1, "priority": "low"})
        waiting = ticket(subject="Waits")
        answer(agent, waiting, status="waiting")
        first = agent.get("tickets", order="due", limit="1").json()
        second = agent.follow(first["next"]).json()
        assert [first["results"][0]["id"], second["results"][0]["id"]] == [urgent["id"], low["id"]]
        assert second["next"] is None

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"status": "new"}, {"new", "secret"}),
            ({"status": "open"}, {"mine"}),
            ({"kind": "security"}, {"secret"}),
            ({"priority": "urgent"}, {"secret"}),
            ({"unassigned": "true"}, {"new", "secret"}),
            ({"unassigned": "false"}, {"mine"}),
            ({"overdue": "true"}, set()),
            ({"overdue": "false"}, {"new", "mine", "secret"}),
            ({"due_before": "2020-01-01T00:00:00Z"}, set()),
            ({}, {"new", "mine", "secret"}),
        ],
        ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
    )
    def test_is_narrowed(self, agent, ticket, query, found):
        ticket(subject="new")
        answer(agent, ticket(subject="mine"))
        ticket(subject="secret", kind="security")
        results = agent.get("tickets", **query).json()["results"]
        assert {one["subject"] for one in results} == found

    def test_is_narrowed_by_person_assignee_queue_and_reference(self, ada, ben, agent, ticket):
        hers = ticket()
        ticket(by=ben)
        answer(agent, hers)
        queue = str(Queue.objects.get(code="general").id)
        for query, count in [
            ({"person": str(ada.id)}, 1),
            ({"assignee": str(agent.id)}, 1),
            ({"queue": queue}, 2),
            ({"reference": hers["reference"].lower()}, 1),
            ({"account": str(uuid.uuid4())}, 0),
        ]:
            assert len(agent.get("tickets", **query).json()["results"]) == count, query

    @pytest.mark.parametrize(
        ("query", "code", "field"),
        [
            ({"cursor": "x"}, "cursor_invalid", "cursor"),
            ({"cursor": "WzFd", "order": "due"}, "cursor_invalid", "cursor"),
            ({"cursor": "WzFd"}, "cursor_invalid", "cursor"),
            ({"limit": "0"}, "limit_invalid", "limit"),
            ({"status": "gone"}, "invalid", "status"),
            ({"overdue": "yes"}, "invalid", "overdue"),
            ({"nothing": "1"}, "invalid", "nothing"),
        ],
        ids=str,
    )
    def test_refuses_what_is_no_question(self, ada, refused, query, code, field):
        refused(ada.get("tickets", **query), 400, code, field)

    def test_costs_the_same_questions_for_a_long_page(
        self, agent, ticket, django_assert_max_num_queries
    ):
        for number in range(12):
            ticket(subject=f"Number {number}")
        with django_assert_max_num_queries(4):
            assert len(agent.get("tickets").json()["results"]) == 12
