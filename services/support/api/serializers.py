"""What the support API reads and answers."""

from __future__ import annotations

from rest_framework import serializers


class AnnouncementOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What the bank tells its customers."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    body = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class AnnouncementPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of announcements."""

    results = AnnouncementOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
