"""Announcements: who sees them, when, what they did with them, and who may write them."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kernel.outbox.models import Event
from services.support import commands, queries
from services.support.commands import AnnouncementEndsTooEarly
from services.support.markdown import has_html, has_unsafe_link
from services.support.models import Announcement

pytestmark = pytest.mark.django_db
PATH = "announcements"
HOUR = timedelta(hours=1)


def publish(title="Maintenance", *, starts_at=None, ends_at=None, **values):
    now = timezone.now()
    return commands.publish_announcement(
        title=title, body="…", starts_at=starts_at or now - HOUR, ends_at=ends_at, now=now, **values
    )


def titles(person, **query):
    answer = person.get(PATH, **query)
    assert answer.status_code == 200, answer.content
    return [one["title"] for one in answer.json()["results"]]


def written(**changes):
    return {
        "title": "Maintenance",
        "body": "**Cards** pause.",
        "starts_at": "2026-01-01T00:00:00Z",
    } | changes


class TestBeingLive:
    def test_is_for_who_is_signed_in(self):
        answer = Client().get(f"/api/v1/{PATH}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")

    def test_shows_what_has_started_and_not_ended_the_latest_start_first(self, ada):
        now = timezone.now()
        publish("Ended", starts_at=now - 2 * HOUR, ends_at=now - HOUR)
        publish("Live", starts_at=now - 2 * HOUR, ends_at=now + HOUR)
        endless = publish("Endless", starts_at=now - HOUR)
        publish("Coming", starts_at=now + HOUR)
        assert titles(ada) == ["Endless", "Live"]
        first = ada.get(PATH).json()["results"][0]
        assert (first["id"], first["body"], first["ends_at"]) == (str(endless.id), "…", None)
        assert (first["kind"], first["dismissed_at"], first["accepted_at"]) == (
            "banner",
            None,
            None,
        )

    def test_lasts_from_its_start_until_just_before_its_end(self):
        start, tick = timezone.now(), timedelta(microseconds=1)
        announcement = publish(starts_at=start, ends_at=start + HOUR)
        states = [
            queries.state_of(announcement, now=moment)
            for moment in (start - tick, start, start + HOUR - tick, start + HOUR)
        ]
        assert states == ["scheduled", "live", "live", "ended"]
        assert Announcement.objects.count() == 1

    @pytest.mark.parametrize("length", [timedelta(0), -HOUR], ids=["at-once", "before"])
    def test_ends_after_it_starts(self, length):
        start = timezone.now()
        with pytest.raises(AnnouncementEndsTooEarly):
            publish(starts_at=start, ends_at=start + length)
        with pytest.raises(IntegrityError), transaction.atomic():
            Announcement.objects.create(
                title="Never", body="", starts_at=start, ends_at=start + length, created_at=start
            )

    def test_is_paged(self, ada):
        now = timezone.now()
        for number in range(5):
            publish(f"Number {number}", starts_at=now - number * HOUR)
        page = ada.get(PATH, limit="2").json()
        seen = [one["title"] for one in page["results"]]
        while page["next"]:
            page = ada.follow(page["next"]).json()
            seen += [one["title"] for one in page["results"]]
        assert seen == [f"Number {number}" for number in range(5)]

    @pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwiYiJd"])
    def test_refuses_a_cursor_of_another_list(self, ada, refused, cursor):
        refused(ada.get(PATH, cursor=cursor), 400, "cursor_invalid", "cursor")


class TestTheAudience:
    def test_is_of_roles(self, ada, agent):
        publish("For all")
        publish("For staff", roles=["agent", "teller"])
        assert titles(ada) == ["For all"]
        assert sorted(titles(agent)) == ["For all", "For staff"]

    def test_is_of_products_that_the_reader_holds(self, ada, ben, bank):
        publish("For savers", products=["savings"])
        bank.open(ada, product="everyday")
        bank.open(ben, product="savings")
        assert (titles(ada), titles(ben)) == ([], ["For savers"])

    def test_is_of_branches_and_languages_that_the_reader_names(self, ada):
        branch = uuid.uuid4()
        publish("Harbour", branches=[str(branch)])
        publish("Deutsch", languages=["de"])
        assert titles(ada) == []
        assert titles(ada, branch=str(branch)) == ["Harbour"]
        assert titles(ada, branch=str(uuid.uuid4())) == []
        assert titles(ada, language="de") == ["Deutsch"]
        assert titles(ada, language="de-AT") == ["Deutsch"]
        assert titles(ada, language="en") == []

    def test_of_others_does_not_exist(self, ada, refused):
        staff = publish(roles=["agent"])
        coming = publish(starts_at=timezone.now() + HOUR)
        for one in (staff.id, coming.id, uuid.uuid4()):
            refused(ada.get(f"{PATH}/{one}"), 404, "announcement_not_found")
            refused(ada.post(f"{PATH}/{one}/dismiss"), 404, "announcement_not_found")
            refused(ada.post(f"{PATH}/{one}/accept"), 404, "announcement_not_found")


class TestReading:
    def test_what_is_dismissed_is_not_shown_again_to_who_did(self, ada, ben):
        announcement = publish(languages=["de"])
        assert ada.post(f"{PATH}/{announcement.id}/dismiss").status_code == 204
        assert ada.post(f"{PATH}/{announcement.id}/dismiss").status_code == 204
        assert titles(ada, language="de") == []
        assert titles(ada, language="de", dismissed="true") == ["Maintenance"]
        assert titles(ben, language="de") == ["Maintenance"]
        first = ada.get(f"{PATH}/{announcement.id}").json()["dismissed_at"]
        ada.post(f"{PATH}/{announcement.id}/dismiss")
        assert ada.get(f"{PATH}/{announcement.id}").json()["dismissed_at"] == first

    def test_what_must_be_accepted_is_not_waved_away(self, ada, agent, refused):
        announcement = publish(kind="must_accept")
        path = f"{PATH}/{announcement.id}"
        refused(ada.post(f"{path}/dismiss"), 422, "must_be_accepted")
        assert ada.post(f"{path}/accept").status_code == 204
        assert ada.get(path).json()["accepted_at"] is not None
        assert ada.post(f"{path}/dismiss").status_code == 204
        counted = agent.get(path).json()
        assert (counted["accepted"], counted["dismissed"]) == (1, 1)

    def test_what_stays_stays(self, ada, refused):
        announcement = publish(is_dismissible=False)
        refused(ada.post(f"{PATH}/{announcement.id}/dismiss"), 422, "not_dismissible")

    def test_a_banner_asks_for_nothing(self, ada, refused):
        announcement = publish()
        refused(ada.post(f"{PATH}/{announcement.id}/accept"), 422, "nothing_to_accept")


class TestWriting:
    @pytest.mark.parametrize("role", ["customer", "agent", "teller", "auditor", "administrator"])
    def test_is_refused_to(self, caller, refused, role):
        person, announcement = caller(role), publish()
        refused(person.post(PATH, written()), 403, "permission_denied")
        path = f"{PATH}/{announcement.id}"
        refused(person.patch(path, {"version": 1, "title": "x"}), 403, "permission_denied")
        refused(person.post(f"{path}/end", {"version": 1}), 403, "permission_denied")
        assert Announcement.objects.count() == 1

    def test_lists_by_state_only_to_staff(self, ada, agent, refused):
        now = timezone.now()
        publish("Ended", starts_at=now - 2 * HOUR, ends_at=now - HOUR)
        publish("Live", roles=["compliance"])
        publish("Coming", starts_at=now + HOUR)
        refused(ada.get(PATH, state="ended"), 403, "permission_denied")
        assert [titles(agent, state=state) for state in ("ended", "live", "scheduled", "all")] == [
            ["Ended"],
            ["Live"],
            ["Coming"],
            ["Coming", "Live", "Ended"],
        ]

    def test_keeps_what_was_written_and_every_change_of_it(self, supervisor, agent, ada, refused):
        made = supervisor.post(PATH, written(severity="warning", languages=["de", "en"]))
        assert made.status_code == 201, made.content
        content = made.json()
        assert (content["state"], content["version"], content["severity"]) == ("live", 1, "warning")
        path = f"{PATH}/{content['id']}"
        changed = supervisor.patch(path, {"version": 1, "body": "Cards work again."})
        assert (changed.status_code, changed.json()["version"]) == (200, 2)
        refused(supervisor.patch(path, {"version": 1, "body": "Late"}), 409, "announcement_changed")
        edits = agent.get(f"{path}/edits").json()["results"]
        assert [(edit["action"], edit["actor"]) for edit in edits] == [
            ("announcement.changed", str(supervisor.id)),
            ("announcement.published", str(supervisor.id)),
        ]
        assert [one["field"] for one in edits[0]["changes"]] == ["body"]
        refused(ada.get(f"{path}/edits"), 403, "permission_denied")

    @pytest.mark.parametrize("days", [-1, 1], ids=["live", "scheduled"])
    def test_ends_at_once_and_is_kept_as_it_was(self, supervisor, ada, refused, days):
        announcement = publish(starts_at=timezone.now() + timedelta(days=days))
        path = f"{PATH}/{announcement.id}"
        ended = supervisor.post(f"{path}/end", {"version": 1})
        assert (ended.status_code, ended.json()["state"]) == (200, "ended")
        assert titles(ada) == []
        assert titles(supervisor, state="ended") == ["Maintenance"]
        again = supervisor.patch(path, {"version": 2, "title": "x"})
        refused(again, 409, "announcement_ended")
        refused(supervisor.post(f"{path}/end", {"version": 2}), 409, "announcement_ended")
        assert supervisor.delete(path).status_code == 405

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"body": "<b>now</b>"}, "html_not_allowed", "body"),
            ({"title": "<script>"}, "html_not_allowed", "title"),
            ({"body": "[x](javascript:alert(1))"}, "link_not_allowed", "body"),
            ({"ends_at": "2025-01-01T00:00:00Z"}, "announcement_ends_too_early", "ends_at"),
            ({"kind": "popup"}, "invalid", "kind"),
            ({"roles": ["king"]}, "invalid", "roles.0"),
            ({"languages": ["german"]}, "invalid", "languages.0"),
            ({"branches": ["1"]}, "invalid", "branches.0"),
            ({"dismissible": "yes"}, "invalid", "dismissible"),
            ({"starts_at": "2026-01-01"}, "invalid", "starts_at"),
            ({"nothing": 1}, "invalid", "nothing"),
        ],
    )
    def test_refuses(self, supervisor, refused, change, code, field):
        refused(supervisor.post(PATH, written(**change)), 400, code, field)
        assert not Announcement.objects.exists()


class TestMarkdown:
    @pytest.mark.parametrize(
        "text",
        ["<b>", "</p>", "<!-- -->", "<?php", "a<img src=x>", "`<b>`", "<httpx:y>", "<A HREF=x>"],
    )
    def test_has_html(self, text):
        assert has_html(text)

    @pytest.mark.parametrize(
        "text", ["1 < 2", "<https://bank.example>", "a <- b", "<3", "**x** > y", "<mailto:a@b.c>"]
    )
    def test_has_none(self, text):
        assert not has_html(text)

    @pytest.mark.parametrize(
        "text",
        [
            "[x](javascript:alert)",
            "[x]( JavaScript:alert)",
            "![x](data:image/png;base64,AA)",
            "[x](<vbscript:x>)",
            "[x](//evil.example)",
            "[x](java&#115;cript:alert)",
            "[x]: javascript:alert",
            "[x](\\\\evil)",
        ],
    )
    def test_has_a_link_that_is_not_safe(self, text):
        assert has_unsafe_link(text)

    @pytest.mark.parametrize(
        "text",
        [
            "[x](https://bank.example/a?b=1&c=2)",
            "[x](/accounts)",
            "[x](mailto:help@bank.example)",
            "[x](tel:+4930123)",
            "[x]: https://bank.example",
            "no link: really",
        ],
    )
    def test_has_safe_links(self, text):
        assert not has_unsafe_link(text)


class TestNotices:
    def told(self):
        rows = Event.objects.filter(name="notice.asked")
        return sorted(row.payload["person_id"] for row in rows)

    def send(self):
        now = timezone.now()
        return [commands.send_announcement_notices(now=now) for _ in range(4)]

    def test_go_once_to_everybody_with_an_open_account(self, ada, ben, bank):
        bank.open(ada)
        bank.open(ada, product="savings")
        bank.open(ben)
        publish(is_noticed=True)
        publish("Silent")
        assert sum(self.send()) == 2
        assert self.told() == sorted([str(ada.id), str(ben.id)])
        assert self.send() == [0, 0, 0, 0]
        assert Announcement.objects.get(is_noticed=True).noticed_at is not None

    def test_go_to_those_of_the_products(self, ada, ben, bank):
        bank.open(ada, product="savings")
        bank.open(ben)
        publish(products=["savings"], is_noticed=True)
        self.send()
        assert self.told() == [str(ada.id)]

    def test_go_a_chunk_at_a_time(self, caller, bank, monkeypatch):
        monkeypatch.setattr("services.support.commands.announcements._CHUNK", 2)
        people = [caller() for _ in range(5)]
        for person in people:
            bank.open(person)
        publish(is_noticed=True)
        assert self.send() == [2, 2, 1, 0]
        assert self.told() == sorted(str(person.id) for person in people)

    def test_wait_for_the_start_and_miss_the_end(self, ada, bank):
        bank.open(ada)
        now = timezone.now()
        coming = publish(starts_at=now + HOUR, ends_at=now + 2 * HOUR, is_noticed=True)
        assert self.send() == [0, 0, 0, 0]
        assert commands.send_announcement_notices(now=now + 3 * HOUR) == 0
        coming.refresh_from_db()
        assert (coming.noticed_at, self.told()) == (now + 3 * HOUR, [])

    @pytest.mark.parametrize(
        "audience",
        [{"roles": ["agent"]}, {"branches": [str(uuid.UUID(int=1))]}, {"languages": ["de"]}],
        ids=["roles", "branches", "languages"],
    )
    def test_are_refused_where_nobody_here_knows_to_whom(self, supervisor, refused, audience):
        answer = supervisor.post(PATH, written(notify=True, **audience))
        refused(answer, 422, "notice_audience_unknown", "notify")
