"""The desk: who works on what, prepared answers, what belongs together, who else is there."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from services.support import presence
from services.support.commands import measure_desk
from services.support.metrics import oldest_unassigned_seconds, open_tickets, sla_tickets
from services.support.models import Agent, Attachment, Draft, Queue, ServiceLevel, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TARGETS = {
    priority: {"first_response": 10, "next_response": 20, "solution": 30}
    for priority in ("low", "normal", "high", "urgent")
}
LEVEL = {
    "time_zone": "Europe/Berlin",
    "hours": {"monday": [["09:00", "12:30"], ["13:30", "18:00"]]},
    "targets": TARGETS,
}


def general():
    return Queue.objects.get(code="general")


def staffed(supervisor, *people, queue=None, **values):
    queue = queue or general()
    for person in people:
        body = {"queues": [str(queue.id)]} | values
        assert supervisor.put(f"ticket-agents/{person.id}", body).status_code == 200


def see(agent, ticket):
    return agent.get(f"tickets/{ticket['id']}").json()


class TestAssigning:
    def test_takes_gives_and_lets_go(self, agent, caller, supervisor, ticket, refused):
        raised, other = ticket(), caller("agent")
        staffed(supervisor, other)
        path = f"tickets/{raised['id']}"
        assert agent.post(f"{path}/take", {"version": 1}).json()["assignee"] == str(agent.id)
        refused(other.post(f"{path}/take", {"version": 1}), 409, "ticket_changed")
        given = agent.post(f"{path}/give", {"version": 2, "assignee": str(other.id)})
        assert given.json()["assignee"] == str(other.id)
        released = other.post(f"{path}/release", {"version": 3}).json()
        assert (released["assignee"], released["version"]) == (None, 4)
        again = other.post(f"{path}/release", {"version": 4}).json()
        assert again["version"] == 4

    def test_gives_to_no_stranger(self, agent, ticket, refused):
        path = f"tickets/{ticket()['id']}/give"
        answer = agent.post(path, {"version": 1, "assignee": str(uuid.uuid4())})
        refused(answer, 404, "agent_not_found", "assignee")

    def test_who_is_away_is_stood_in_for(self, agent, caller, supervisor, ticket, refused):
        away, stand_in = caller("agent"), caller("agent")
        staffed(supervisor, away, stand_in)
        now = timezone.now()
        absence = {
            "away_from": (now - HOUR).isoformat(),
            "until": (now + HOUR).isoformat(),
        }
        assert away.put(f"ticket-agents/{away.id}/absence", absence).json()["away"] is True
        path = f"tickets/{ticket()['id']}/give"
        body = {"version": 1, "assignee": str(away.id)}
        refused(agent.post(path, body), 422, "agent_away", "assignee")
        named = absence | {"stand_in": str(stand_in.id)}
        away.put(f"ticket-agents/{away.id}/absence", named)
        assert agent.post(path, body).json()["assignee"] == str(stand_in.id)
        back = away.delete(f"ticket-agents/{away.id}/absence").json()
        assert (back["away"], back["stand_in"]) == (False, None)

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"until": "2026-01-01T00:00:00Z"}, "absence_reversed", "until"),
            ({"stand_in": "own"}, "own_stand_in", "stand_in"),
            ({"until": "soon"}, "invalid", "until"),
        ],
        ids=["reversed", "own", "no-instant"],
    )
    def test_an_absence_makes_sense(self, agent, supervisor, refused, change, code, field):
        staffed(supervisor, agent)
        change = {k: str(agent.id) if v == "own" else v for k, v in change.items()}
        body = {"away_from": "2026-01-02T00:00:00Z", "until": "2026-01-03T00:00:00Z"} | change
        refused(agent.put(f"ticket-agents/{agent.id}/absence", body), 400, code, field)

    def test_an_absence_is_ones_own_or_a_supervisors_word(self, agent, caller, supervisor, refused):
        staffed(supervisor, agent)
        path = f"ticket-agents/{agent.id}/absence"
        body = {"away_from": "2026-01-02T00:00:00Z", "until": "2026-01-03T00:00:00Z"}
        refused(caller("agent").put(path, body), 403, "permission_denied")
        refused(caller().put(path, body), 403, "permission_denied")
        assert supervisor.put(path, body).status_code == 200
        stranger = f"ticket-agents/{uuid.uuid4()}/absence"
        refused(supervisor.put(stranger, body), 404, "agent_not_found", "assignee")

    def test_takes_the_next_by_due_then_urgency(self, agent, ticket, refused):
        first = ticket(subject="First")
        urgent = ticket(subject="Urgent")
        Ticket.objects.filter(id=first["id"]).update(due_at=None)
        Ticket.objects.filter(id=urgent["id"]).update(due_at=timezone.now())
        own = ticket(by=agent, subject="Own")
        path = f"ticket-queues/{general().id}/next"
        assert [agent.post(path).json()["subject"] for _ in range(2)] == ["Urgent", "First"]
        refused(agent.post(path), 404, "queue_empty")
        assert see(agent, own)["status"] == "new"
        refused(agent.post(f"ticket-queues/{uuid.uuid4()}/next"), 404, "queue_not_found", "queue")


class TestInTurn:
    @pytest.fixture
    def team(self, caller, supervisor):
        Queue.objects.filter(code="general").update(is_round_robin=True)
        people = [caller("agent") for _ in range(3)]
        staffed(supervisor, *people, capacity=2)
        return people

    def assignee(self, agent, raised):
        return see(agent, raised)["assignee"]

    def test_goes_around(self, team, agent, ticket):
        given = [self.assignee(agent, ticket(subject=f"Number {n}")) for n in range(6)]
        assert given[:3] == given[3:]
        assert set(given) == {str(person.id) for person in team}

    def test_leaves_out_who_is_away_or_full(self, team, agent, ticket, ben):
        away, full, free = team
        now = timezone.now()
        Agent.objects.filter(person_id=away.id).update(away_from=now - HOUR, away_until=now + HOUR)
        Agent.objects.filter(person_id=full.id).update(capacity=0)
        assert [self.assignee(agent, ticket(subject=f"Number {n}")) for n in range(3)] == [
            str(free.id),
            str(free.id),
            None,
        ]

    def test_stays_new_until_somebody_looks(self, team, agent, ticket):
        raised = ticket()
        assert see(agent, raised)["status"] == "new"

    def test_gives_nobody_their_own_ticket(self, team, agent, ticket):
        for number in range(3):
            own = ticket(by=team[0], subject=f"Number {number}")
            assert self.assignee(agent, own) != str(team[0].id)


class TestQueues:
    def test_are_listed_with_what_waits(self, agent, ticket):
        ticket()
        taken = ticket(subject="Taken")
        agent.post(f"tickets/{taken['id']}/take", {"version": 1})
        queues = {one["code"]: one for one in agent.get("ticket-queues").json()["results"]}
        assert set(queues) == {"general", "security", "disputes"}
        assert (queues["general"]["waiting"], queues["general"]["unassigned"]) == (2, 1)
        assert (queues["security"]["waiting"], queues["security"]["unassigned"]) == (0, 0)

    def test_are_opened_and_changed_by_supervisors(self, agent, supervisor, refused):
        body = {"code": "cards", "name": "Cards", "kinds": ["issue"]}
        refused(agent.post("ticket-queues", body), 403, "permission_denied")
        made = supervisor.post("ticket-queues", body)
        assert made.status_code == 201
        refused(supervisor.post("ticket-queues", body), 409, "queue_code_taken", "code")
        path = f"ticket-queues/{made.json()['id']}"
        assert supervisor.patch(path, {"default": True}).json()["default"] is True
        assert Queue.objects.filter(is_default=True).count() == 1
        refused(supervisor.patch(path, {"active": False}), 422, "default_queue_needed")
        refused(agent.patch(path, {"name": "x"}), 403, "permission_denied")
        refused(
            supervisor.patch(f"ticket-queues/{uuid.uuid4()}", {"name": "x"}), 404, "queue_not_found"
        )

    def test_agents_are_set_by_supervisors(self, agent, supervisor, refused):
        path = f"ticket-agents/{agent.id}"
        body = {"queues": [str(general().id)], "capacity": 3}
        refused(agent.put(path, body), 403, "permission_denied")
        assert supervisor.put(path, body).json()["capacity"] == 3
        assert supervisor.put(path, {"queues": []}).json()["queues"] == []
        wrong = supervisor.put(path, {"queues": [str(uuid.uuid4())]})
        refused(wrong, 404, "queue_not_found", "queue")
        twice = supervisor.put(path, {"queues": [str(general().id)] * 2})
        refused(twice, 400, "invalid", "queues")
        listed = agent.get("ticket-agents").json()["results"]
        assert [(one["id"], one["load"]) for one in listed] == [(str(agent.id), 0)]


class TestServiceLevels:
    def test_are_published_for_tickets_from_now_on(self, agent, supervisor, ticket, refused):
        before = ticket()
        refused(agent.post("service-levels", LEVEL), 403, "permission_denied")
        published = supervisor.post("service-levels", LEVEL)
        assert published.status_code == 201, published.content
        newest = agent.get("service-levels", limit="1").json()
        assert newest["results"][0]["hours"] == LEVEL["hours"]
        assert newest["next"] is not None
        after = ticket(subject="After")
        seconds = [see(agent, one)["clocks"][0]["target_seconds"] for one in (before, after)]
        assert seconds == [240 * 60, 10 * 60]

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"time_zone": "Mars/Olympus"}, "time_zone_unknown", "time_zone"),
            ({"time_zone": "../../etc/passwd"}, "time_zone_unknown", "time_zone"),
            ({"hours": {}}, "hours_empty", "hours"),
            ({"hours": {"monday": [["12:00", "09:00"]]}}, "invalid", "hours"),
            ({"targets": {"low": TARGETS["low"]}}, "invalid", "targets"),
            ({"targets": TARGETS | {"low": {"solution": 1}}}, "invalid", "targets"),
            ({"holidays": [{"date": "2026-12-25"}]}, "invalid", "holidays"),
        ],
    )
    def test_refuse_what_is_no_promise(self, supervisor, refused, change, code, field):
        refused(supervisor.post("service-levels", LEVEL | change), 400, code, field)
        assert ServiceLevel.objects.count() == 1


class TestPrepared:
    @pytest.fixture
    def reply(self, supervisor):
        body = {
            "shortcut": "hello",
            "title": "Greeting",
            "body": "Hello {{ customer.name }}, about {{ticket.subject}} on {{account.number}}.",
        }
        answer = supervisor.post("canned-replies", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def test_are_filled_in_for_a_ticket(self, agent, ada, bank, ticket, reply):
        account = bank.open(ada)
        raised = ticket(account=str(account.id))
        text = agent.get(f"canned-replies/{reply['id']}/text", ticket=raised["id"]).json()["text"]
        assert text == f"Hello Ada Novak, about A question on …{account.number[-4:]}."

    def test_leave_out_what_is_not_known(self, agent, ticket, reply):
        text = agent.get(f"canned-replies/{reply['id']}/text", ticket=ticket()["id"]).json()["text"]
        assert text == "Hello , about A question on ."

    def test_have_no_unknown_variables_and_no_shortcut_twice(self, supervisor, reply, refused):
        body = {"shortcut": "other", "title": "x", "body": "{{customer.password}}"}
        refused(supervisor.post("canned-replies", body), 400, "variable_unknown", "body")
        body = {"shortcut": "hello", "title": "x", "body": "x"}
        refused(supervisor.post("canned-replies", body), 409, "shortcut_taken", "shortcut")

    def test_are_found_by_text_and_queue(self, agent, supervisor, reply):
        queue = Queue.objects.get(code="disputes")
        supervisor.post(
            "canned-replies",
            {"shortcut": "evidence", "title": "Proof", "body": "x", "queue": str(queue.id)},
        )
        assert len(agent.get("canned-replies").json()["results"]) == 2
        found = agent.get("canned-replies", q="PROOF").json()["results"]
        assert [one["shortcut"] for one in found] == ["evidence"]
        found = agent.get("canned-replies", queue=str(general().id)).json()["results"]
        assert [one["shortcut"] for one in found] == ["hello"]

    def test_are_changed_as_they_were_seen(self, agent, caller, supervisor, reply, refused):
        path = f"canned-replies/{reply['id']}"
        refused(agent.patch(path, {"version": 1, "title": "x"}), 403, "permission_denied")
        refused(caller().get("canned-replies"), 403, "permission_denied")
        assert supervisor.patch(path, {"version": 1, "title": "Hi"}).json()["version"] == 2
        refused(supervisor.patch(path, {"version": 1, "title": "x"}), 409, "prepared_changed")
        supervisor.patch(path, {"version": 2, "active": False})
        assert agent.get("canned-replies").json()["results"] == []
        gone = agent.get(f"{path}/text", ticket=str(uuid.uuid4()))
        refused(gone, 404, "canned_reply_not_found", "canned_reply")

    def test_a_macro_does_all_in_one_click(self, ada, agent, supervisor, ticket, reply):
        made = supervisor.post(
            "macros",
            {
                "name": "Greet and wait",
                "canned_reply": reply["id"],
                "note": "Greeted about {{ticket.reference}}",
                "status": "waiting",
                "priority": "high",
                "take": True,
            },
        )
        assert made.status_code == 201, made.content
        raised = ticket()
        used = agent.post(
            f"tickets/{raised['id']}/macro", {"version": 1, "macro": made.json()["id"]}
        )
        assert used.status_code == 200, used.content
        seen = used.json()
        assert (seen["status"], seen["priority"], seen["assignee"]) == (
            "waiting",
            "high",
            str(agent.id),
        )
        messages = ada.get(f"tickets/{raised['id']}/messages").json()["results"]
        assert messages[-1]["body"].startswith("Hello")
        notes = agent.get(f"tickets/{raised['id']}/notes").json()["results"]
        assert notes[0]["body"] == f"Greeted about {raised['reference']}"

    def test_a_macro_does_nothing_of_it_when_one_thing_is_refused(
        self, agent, supervisor, ticket, refused
    ):
        closed = Queue.objects.create(code="old", name="Old", is_active=False)
        macro = supervisor.post("macros", {"name": "Move", "note": "x", "queue": str(closed.id)})
        raised = ticket()
        used = agent.post(
            f"tickets/{raised['id']}/macro", {"version": 1, "macro": macro.json()["id"]}
        )
        refused(used, 422, "queue_closed", "queue")
        assert see(agent, raised)["version"] == 1
        assert agent.get(f"tickets/{raised['id']}/notes").json()["results"] == []

    def test_macros_do_something_and_have_names_of_their_own(self, agent, supervisor, refused):
        refused(supervisor.post("macros", {"name": "Nothing"}), 400, "macro_empty")
        body = {"name": "Urgent", "priority": "urgent"}
        made = supervisor.post("macros", body).json()
        refused(supervisor.post("macros", body), 409, "macro_name_taken", "name")
        refused(agent.post("macros", body), 403, "permission_denied")
        path = f"macros/{made['id']}"
        assert supervisor.patch(path, {"version": 1, "active": False}).json()["active"] is False
        refused(supervisor.patch(path, {"version": 1, "name": "x"}), 409, "prepared_changed")
        assert agent.get("macros").json()["results"] == []
        refused(supervisor.patch(f"macros/{uuid.uuid4()}", {"version": 1}), 404, "macro_not_found")


class TestJoining:
    def test_a_merged_ticket_goes_on_in_the_other_one(self, ada, agent, ticket, refused):
        first = ticket(body="The first")
        second = ticket(body="The second")
        third = ticket(body="The third")
        path = f"tickets/{first['id']}"
        refused(
            agent.post(f"{path}/merge", {"version": 9, "into": second["id"]}), 409, "ticket_changed"
        )
        merged = agent.post(f"{path}/merge", {"version": 1, "into": second["id"]})
        assert (merged.status_code, merged.json()["id"]) == (200, second["id"])
        assert ada.get(path).json()["merged_into"] == second["id"]
        problem = refused(ada.post(f"{path}/messages", {"body": "x"}), 409, "ticket_merged")
        assert problem["merged_into"] == second["id"]
        agent.post(f"tickets/{second['id']}/merge", {"version": 2, "into": third["id"]})
        bodies = [
            one["body"] for one in ada.get(f"tickets/{third['id']}/messages").json()["results"]
        ]
        assert bodies == ["The first", "The second", "The third"]
        assert set(see(agent, third)["merged"]) == {first["id"], second["id"]}
        assert ada.get(path).json()["merged_into"] == third["id"]

    def test_tickets_of_two_customers_are_not_merged(self, ben, agent, ticket, refused):
        hers, his = ticket(), ticket(by=ben)
        path = f"tickets/{hers['id']}/merge"
        answer = agent.post(path, {"version": 1, "into": his["id"]})
        refused(answer, 422, "other_customer", "into")
        refused(agent.post(path, {"version": 1, "into": hers["id"]}), 400, "same_ticket", "ticket")
        made_up = agent.post(path, {"version": 1, "into": str(uuid.uuid4())})
        refused(made_up, 404, "ticket_not_found")

    def test_links_are_seen_from_both_sides(self, ben, agent, ticket, refused):
        hers, his = ticket(), ticket(by=ben)
        path = f"tickets/{hers['id']}/links"
        linked = agent.post(path, {"ticket": his["id"]})
        assert (linked.status_code, linked.json()["results"][0]["id"]) == (201, his["id"])
        refused(agent.post(path, {"ticket": his["id"]}), 409, "tickets_linked", "ticket")
        other_way = f"tickets/{his['id']}/links"
        refused(agent.post(other_way, {"ticket": hers["id"]}), 409, "tickets_linked", "ticket")
        assert agent.get(other_way).json()["results"][0]["id"] == hers["id"]
        assert agent.delete(f"{other_way}/{hers['id']}").status_code == 204
        assert agent.delete(f"{other_way}/{hers['id']}").status_code == 204
        assert agent.get(path).json()["results"] == []


class TestDrafts:
    def test_survive_a_change_of_owner_and_go_when_they_are_sent(
        self, agent, caller, supervisor, ticket
    ):
        raised, other = ticket(), caller("agent")
        path = f"tickets/{raised['id']}"
        agent.post(f"{path}/take", {"version": 1})
        agent.put(f"{path}/drafts/reply", {"body": "Half an ans"})
        agent.put(f"{path}/drafts/reply", {"body": "Half an answer"})
        agent.put(f"{path}/drafts/note", {"body": "Half a note"})
        other.post(f"{path}/take", {"version": 2})
        other.put(f"{path}/drafts/reply", {"body": "Another one"})
        drafts = other.get(f"{path}/drafts").json()["results"]
        assert {(one["author"], one["kind"], one["body"]) for one in drafts} == {
            (str(agent.id), "reply", "Half an answer"),
            (str(agent.id), "note", "Half a note"),
            (str(other.id), "reply", "Another one"),
        }
        other.post(f"{path}/messages", {"version": 3, "body": "Another one"})
        kept = [(one.author_id, one.kind) for one in Draft.objects.order_by("kind")]
        assert kept == [(agent.id, "note"), (agent.id, "reply")]
        assert agent.delete(f"{path}/drafts/note").status_code == 204
        assert Draft.objects.count() == 1

    def test_of_a_customer_are_theirs_alone(self, ada, agent, ticket, refused):
        raised = ticket()
        path = f"tickets/{raised['id']}/drafts"
        assert ada.put(f"{path}/reply", {"body": "I wonder"}).status_code == 200
        assert agent.get(path).json()["results"] == []
        assert [one["body"] for one in ada.get(path).json()["results"]] == ["I wonder"]
        refused(ada.put(f"{path}/note", {"body": "x"}), 403, "permission_denied")
        refused(ada.put(f"{path}/poem", {"body": "x"}), 404, "not_found")

    def test_are_no_change_of_the_ticket(self, agent, ticket):
        raised = ticket()
        agent.put(f"tickets/{raised['id']}/drafts/reply", {"body": "x"})
        assert see(agent, raised)["version"] == 1


class TestAttachments:
    def attach(self, person, ticket, content, name="Receipt.png"):
        return person.upload(f"tickets/{ticket['id']}/attachments", content, name=name)

    def content(self, person, ticket, attachment):
        return person.get(f"tickets/{ticket['id']}/attachments/{attachment['id']}/content")

    def test_are_seen_once_a_message_names_them(
        self, ada, agent, ticket, png, attachments_folder, refused
    ):
        raised = ticket()
        answer = self.attach(ada, raised, png)
        assert answer.status_code == 201, answer.content
        file = answer.json()
        assert (file["name"], file["media_type"], file["size_bytes"]) == (
            "Receipt.png",
            "image/png",
            len(png),
        )
        refused(self.content(agent, raised, file), 404, "attachment_not_found")
        assert self.content(ada, raised, file).content == png
        path = f"tickets/{raised['id']}/messages"
        sent = ada.post(path, {"body": "See", "attachments": [file["id"]]})
        assert sent.json()["attachments"] == [file]
        opened = self.content(agent, raised, file)
        assert opened.content == png
        assert opened.headers["Content-Disposition"].startswith("attachment; ")
        assert opened.headers["X-Content-Type-Options"] == "nosniff"
        again = ada.post(path, {"body": "See", "attachments": [file["id"]]})
        refused(again, 404, "attachment_not_found", "attachments")
        kept = [one.read_bytes() for one in attachments_folder.rglob("*.sealed")]
        assert len(kept) == 1
        assert png[:8] not in kept[0]

    def test_of_others_are_not_sent(self, ada, agent, ticket, png, refused):
        raised = ticket()
        file = self.attach(agent, raised, png).json()
        sent = ada.post(
            f"tickets/{raised['id']}/messages", {"body": "x", "attachments": [file["id"]]}
        )
        refused(sent, 404, "attachment_not_found", "attachments")

    def test_are_what_their_content_says(
        self, settings, ada, ben, ticket, png, refused, attachments_folder
    ):
        raised = ticket()
        refused(self.attach(ada, raised, b"<html>"), 400, "attachment_unreadable", "file")
        refused(self.attach(ada, raised, png[:-4]), 400, "attachment_unreadable", "file")
        refused(self.attach(ben, raised, png), 404, "ticket_not_found")
        settings.ATTACHMENT_MAX_BYTES = len(png) - 1
        refused(self.attach(ada, raised, png), 400, "attachment_too_large", "file")
        settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENTS_PER_TICKET = 1000, 1
        assert self.attach(ada, raised, png).status_code == 201
        refused(self.attach(ada, raised, png), 422, "too_many_attachments", "file")
        assert len(list(attachments_folder.rglob("*.sealed"))) == 1

    def test_are_read_with_the_newest_keys_once_they_are_rotated(
        self, settings, ada, ticket, png, capsys
    ):
        raised = ticket()
        file = self.attach(ada, raised, png).json()
        new = "second:" + "c2Vjb25kIGRldmVsb3BtZW50IGtleSwgMzIgYnl0ZXM="
        settings.DATA_KEYS = f"{new},{settings.DATA_KEYS}"
        call_command("rotate_attachment_keys")
        call_command("rotate_attachment_keys")
        said = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in said] == ["1", "0"]
        settings.DATA_KEYS = new
        assert self.content(ada, raised, file).content == png
        assert Attachment.objects.count() == 1


class TestPresence:
    def test_shows_who_else_is_there(self, agent, caller, ticket):
        raised, other = ticket(), caller("agent")
        path = f"tickets/{raised['id']}/presence"
        agent.put(path, {})
        there = other.put(path, {"typing": True}).json()["results"]
        assert [(one["person"], one["typing"]) for one in there] == [
            (str(other.id), True),
            (str(agent.id), False),
        ]
        assert other.delete(path).status_code == 204
        assert [one["person"] for one in agent.get(path).json()["results"]] == [str(agent.id)]

    def test_is_forgotten_after_a_moment(self):
        ticket_id, person_id, now = uuid.uuid4(), uuid.uuid4(), timezone.now()
        presence.show_up(ticket_id=ticket_id, person_id=person_id, is_typing=False, now=now)
        assert presence.list_present(ticket_id=ticket_id, now=now + presence.LIFE / 2)
        assert presence.list_present(ticket_id=ticket_id, now=now + presence.LIFE) == []

    def test_is_missed_by_nobody_when_redis_is_away(self, agent, ticket, monkeypatch):
        def away(*_args, **_kwargs):
            raise RedisAway

        monkeypatch.setattr(type(cache._connections[cache._alias]), "get", away)
        monkeypatch.setattr(type(cache._connections[cache._alias]), "set", away)
        monkeypatch.setattr(presence, "_ask_again_at", 0.0)
        raised = ticket()
        path = f"tickets/{raised['id']}/presence"
        there = agent.put(path, {}).json()["results"]
        assert [one["person"] for one in there] == [str(agent.id)]
        assert agent.get(path).json()["results"] == []
        sent = agent.post(f"tickets/{raised['id']}/messages", {"body": "x", "version": 1})
        assert sent.status_code == 201


class TestMeasuring:
    def test_exports_every_queue(self, agent, ticket):
        now = datetime.now(UTC)
        raised = ticket(kind="security")
        ticket(kind="security", subject="Another")
        agent.post(f"tickets/{raised['id']}/take", {"version": 1})
        Ticket.objects.filter(id=raised["id"]).update(due_at=now - HOUR)
        Ticket.objects.filter(subject="Another").update(
            due_at=now + HOUR / 2, created_at=now - 2 * HOUR
        )
        measure_desk(now=now)

        def value(gauge, *labels):
            return gauge.labels(*labels)._value.get()

        assert value(open_tickets, "security", "urgent") == 2
        assert value(open_tickets, "general", "normal") == 0
        assert value(sla_tickets, "security", "breached") == 1
        assert value(sla_tickets, "security", "due_1h") == 1
        assert value(oldest_unassigned_seconds, "security") == 7200
        assert value(oldest_unassigned_seconds, "general") == 0
