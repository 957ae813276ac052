"""Announcements as the API reads and answers them."""

from __future__ import annotations

import re
from typing import Any, Final

from rest_framework import serializers

from kernel.http.fields import FlagField, InstantField, StrictIdField, StrictSerializer, TextField
from kernel.permissions import ROLES
from services.support.api.serializers.fields import (
    LONGEST_TEXT,
    PageQuery,
    ProseField,
    QueryFlagField,
    VersionField,
)
from services.support.models import Announcement
from services.support.queries import STATES

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_MOST: Final = 50


class LanguageField(serializers.CharField):
    """The code of a language: de."""

    default_error_messages = {"language": "A language is written as two or three letters: de."}

    def to_internal_value(self, data: Any) -> str:
        """Return the code."""
        if not isinstance(data, str) or not _LANGUAGE.fullmatch(data):
            self.fail("language")
        return str(data)


class AnnouncementInput(StrictSerializer):
    """A new announcement. The audience: empty or left out is everybody."""

    title = TextField(max_length=120)
    body = ProseField(max_length=LONGEST_TEXT, help_text="Markdown without HTML.")
    kind = serializers.ChoiceField(Announcement.Kind.values, required=False)
    severity = serializers.ChoiceField(Announcement.Severity.values, required=False)
    roles = serializers.ListField(
        child=serializers.ChoiceField(sorted(ROLES)), required=False, max_length=_MOST
    )
    products = serializers.ListField(
        child=TextField(max_length=40), required=False, max_length=_MOST
    )
    branches = serializers.ListField(child=StrictIdField(), required=False, max_length=_MOST)
    languages = serializers.ListField(child=LanguageField(), required=False, max_length=_MOST)
    dismissible = FlagField(required=False)
    notify = FlagField(required=False)
    starts_at = InstantField()
    ends_at = InstantField(required=False, allow_null=True)


class AnnouncementChange(AnnouncementInput):
    """What changes about an announcement."""

    title = TextField(max_length=120, required=False)
    body = ProseField(max_length=LONGEST_TEXT, required=False, help_text="Markdown without HTML.")
    starts_at = InstantField(required=False)
    version = VersionField()


class AnnouncementQuery(PageQuery):
    """Which announcements to list.

    `branch` and `language` are what the reader is concerned with: announcements for other branches
    or languages are left out. With `state`, staff list all of that state, whomever they are for.
    """

    language = TextField(required=False, max_length=35)
    branch = StrictIdField(required=False)
    dismissed = QueryFlagField(required=False)
    state = serializers.ChoiceField([*STATES, "all"], required=False)


class AnnouncementOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What the bank tells its customers. `body` is Markdown; HTML in it is never meant."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Announcement.Kind.values)
    severity = serializers.ChoiceField(Announcement.Severity.values)
    title = serializers.CharField()
    body = serializers.CharField()
    dismissible = serializers.BooleanField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    dismissed_at = serializers.DateTimeField(allow_null=True, help_text="By who asks.")
    accepted_at = serializers.DateTimeField(allow_null=True, help_text="By who asks.")


class AnnouncementPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of announcements."""

    results = AnnouncementOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class StaffAnnouncementOutput(AnnouncementOutput):
    """An announcement with its audience, for who edits it."""

    state = serializers.ChoiceField(STATES)
    roles = serializers.ListField(child=serializers.CharField())
    products = serializers.ListField(child=serializers.CharField())
    branches = serializers.ListField(child=serializers.UUIDField())
    languages = serializers.ListField(child=serializers.CharField())
    notify = serializers.BooleanField()
    noticed_at = serializers.DateTimeField(allow_null=True, help_text="When all were told.")
    created_by = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()


class AnnouncementDetailOutput(StaffAnnouncementOutput):
    """An announcement and how many people did what."""

    dismissed = serializers.IntegerField()
    accepted = serializers.IntegerField()
