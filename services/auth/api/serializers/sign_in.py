"""What auth's own endpoints answer."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from services.auth.models import Role, SecurityEvent, SignInFactor, SignInResult


@extend_schema_serializer(component_name="Me")
class MeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The signed-in person."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    phone = serializers.CharField()
    date_of_birth = serializers.DateField()
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.values), help_text="Those of this sign-in."
    )
    staff_roles_held_back = serializers.BooleanField(
        help_text="There are more, for a sign-in with an authenticator or a passkey."
    )


@extend_schema_serializer(component_name="AccessToken")
class AccessTokenOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A token for the API, and for how many seconds it works."""

    access_token = serializers.CharField()
    expires_in = serializers.IntegerField()
    idle_seconds = serializers.IntegerField(
        help_text="Whoever asks for no token that long, and for the life of one, is signed out."
    )
    session_expires_at = serializers.DateTimeField(help_text="The end, whatever the person does.")
    refresh_token = serializers.CharField(
        required=False,
        help_text="Only for the `app` client: a session token asked. The browser has a cookie.",
    )


@extend_schema_serializer(component_name="SecurityEvent")
class ActivityOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Something that happened about a person's sign-in."""

    id = serializers.UUIDField()
    event = serializers.ChoiceField(choices=SecurityEvent.values)
    result = serializers.ChoiceField(choices=SignInResult.values)
    factor = serializers.ChoiceField(choices=SignInFactor.values)
    address = serializers.IPAddressField(allow_null=True)
    device = serializers.CharField(help_text="A readable name; empty when there was none.")
    by_bank = serializers.BooleanField(help_text="Somebody of the bank did it.")
    happened_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="SecurityEvents")
class ActivityPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page, newest first."""

    results = ActivityOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
