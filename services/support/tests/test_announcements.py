"""Announcements: who sees them, and when."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from services.support import commands, queries
from services.support.commands import AnnouncementEndsTooEarly
from services.support.models import Announcement

pytestmark = pytest.mark.django_db
PATH = "/api/v1/announcements"
HOUR = timedelta(hours=1)


def publish(title, *, starts_at, ends_at=None):
    return commands.publish_announcement(
        title=title, body="…", starts_at=starts_at, ends_at=ends_at, now=timezone.now()
    )


def titles(now):
    return [announcement.title for announcement in queries.list_live_announcements(now=now)]


def test_without_a_token_nothing_is_shown():
    answer = Client().get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_signed_in_person_sees_what_is_live(sign_in):
    now = timezone.now()
    publish("Ended", starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    publish("Live", starts_at=now - 2 * HOUR, ends_at=now + HOUR)
    endless = publish("Endless", starts_at=now - HOUR)
    publish("Coming", starts_at=now + HOUR)
    answer = Client().get(PATH, **sign_in(person_id=uuid.uuid4()))
    assert answer.status_code == 200
    page = answer.json()
    assert [item["title"] for item in page["results"]] == ["Endless", "Live"]
    assert (page["next"], page["previous"]) == (None, None)
    first = page["results"][0]
    assert set(first) == {"id", "title", "body", "starts_at", "ends_at", "created_at"}
    assert (first["id"], first["body"], first["ends_at"]) == (str(endless.id), "…", None)


def test_an_announcement_is_live_from_its_start_until_just_before_its_end():
    start = timezone.now()
    publish("Maintenance", starts_at=start, ends_at=start + HOUR)
    tick = timedelta(microseconds=1)
    assert titles(start - tick) == []
    assert titles(start) == ["Maintenance"]
    assert titles(start + HOUR - tick) == ["Maintenance"]
    assert titles(start + HOUR) == []
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_an_announcement_ends_after_it_starts(length):
    start = timezone.now()
    with pytest.raises(AnnouncementEndsTooEarly):
        publish("Never", starts_at=start, ends_at=start + length)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(
            title="Never", body="", starts_at=start, ends_at=start + length, created_at=start
        )


def test_announcements_are_not_written_here(sign_in):
    answer = Client().post(
        PATH, {"title": "x"}, content_type="application/json", **sign_in(person_id=uuid.uuid4())
    )
    assert answer.status_code == 405
