"""What auth's own endpoints answer."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from services.auth.models import Role


@extend_schema_serializer(component_name="Me")
class MeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The signed-in person."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    phone = serializers.CharField()
    date_of_birth = serializers.DateField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.values))


@extend_schema_serializer(component_name="AccessToken")
class AccessTokenOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A token for the API, and for how many seconds it works."""

    access_token = serializers.CharField()
    expires_in = serializers.IntegerField()
    refresh_token = serializers.CharField(
        required=False, help_text="Only for the `app` client: a session token asked."
    )
