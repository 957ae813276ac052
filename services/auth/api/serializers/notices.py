"""Notices and preferences as the API reads and answers them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.http.fields import StrictSerializer, TextField
from services.auth.notices import SUBJECTS


@extend_schema_field(OpenApiTypes.BOOL)
class SwitchField(serializers.Field):  # type: ignore[type-arg]
    """True or false as JSON writes them. DRF's own field takes "yes" and 1 too."""

    default_error_messages = {"invalid": "This is true or false."}

    def to_internal_value(self, data: Any) -> bool:
        """Return it."""
        if type(data) is not bool:
            self.fail("invalid")
        return bool(data)

    def to_representation(self, value: bool) -> bool:  # noqa: FBT001  (DRF's own)
        """Return it."""
        return value


class NothingInput(StrictSerializer):
    """Nothing to say."""


class NoticeQuery(StrictSerializer):
    """Which notices to list."""

    unread = serializers.ChoiceField(["true", "false"], required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class NoticeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A notice in the inbox. `facts` are for programs: ids, the amount, the masked account."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    facts = serializers.DictField()
    happened_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Notices, the newest first, and how many are unread in all."""

    results = NoticeOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    unread = serializers.IntegerField()


class UnreadOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How many notices are unread now, and how many were marked."""

    unread = serializers.IntegerField()
    marked = serializers.IntegerField()


class PreferenceInput(StrictSerializer):
    """How to hear of one subject; a channel that is absent stays as it is."""

    event = TextField(max_length=40)
    email = SwitchField(required=False)
    in_app = SwitchField(required=False)
    sms = SwitchField(required=False)


class PreferencesInput(StrictSerializer):
    """What to change; subjects that are absent stay as they are."""

    preferences = serializers.ListField(
        child=PreferenceInput(), min_length=1, max_length=len(SUBJECTS)
    )


class PreferenceOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How you hear of one subject. `locked` channels cannot be switched off."""

    event = serializers.CharField()
    label = serializers.CharField()
    email = serializers.BooleanField()
    in_app = serializers.BooleanField()
    sms = serializers.BooleanField()
    locked = serializers.ListField(child=serializers.CharField())


class PreferencesOutput(serializers.Serializer):  # type: ignore[type-arg]
    """All subjects."""

    results = PreferenceOutput(many=True)
