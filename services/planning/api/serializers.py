"""What the planning API reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import StrictSerializer, TextField
from services.planning.models import NAME_LENGTH


class CategoryInput(StrictSerializer):
    """A new category."""

    name = TextField(min_length=1, max_length=NAME_LENGTH)


class CategoryOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A category."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_default = serializers.BooleanField(help_text="The bank's own, which everybody has.")
    created_at = serializers.DateTimeField()


class CategoryPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of categories."""

    results = CategoryOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
