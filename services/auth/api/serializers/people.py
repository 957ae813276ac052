"""People and invitations on the wire."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from kernel.http.fields import DayField, StrictIdField, StrictSerializer, TextField
from services.auth.models import Role


class PeopleQuery(StrictSerializer):
    """Which people to list."""

    email = TextField(required=False, max_length=254, help_text="Any part of an address.")
    role = serializers.ChoiceField(choices=Role.values, required=False)
    is_active = serializers.ChoiceField(
        choices=[("true", "true"), ("false", "false")], required=False
    )
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class PageQuery(StrictSerializer):
    """Which page of a list."""

    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class PersonReasonInput(StrictSerializer):
    """Why, for the record."""

    reason = TextField(min_length=3, max_length=500)


class RolesInput(StrictSerializer):
    """The roles that a person is to have, all of them, and why."""

    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.values), min_length=1, max_length=10
    )
    reason = TextField(min_length=3, max_length=500)


class InvitationInput(StrictSerializer):
    """Whom to invite. `person_id`: the id that somebody met at the counter has already."""

    email = serializers.EmailField(max_length=254)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.values), min_length=1, max_length=10
    )
    person_id = StrictIdField(required=False)
    reason = TextField(required=False, max_length=500)


class TokenInput(StrictSerializer):
    """What stands behind the # in the link of an invitation."""

    token = TextField(max_length=100)


class AcceptanceInput(StrictSerializer):
    """How somebody who was invited will sign in."""

    token = TextField(max_length=100)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    phone = TextField(max_length=40)
    date_of_birth = DayField()


@extend_schema_serializer(component_name="PersonEntry")
class PersonOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A person who can sign in, as administrators and auditors see them."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    phone = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.values))
    staff_roles_held_back = serializers.BooleanField(
        help_text="Staff roles wait for an authenticator or a passkey."
    )
    is_active = serializers.BooleanField()
    factors = serializers.ListField(
        child=serializers.CharField(), help_text="totp, webauthn, recovery_codes"
    )
    joined_at = serializers.DateTimeField()
    last_sign_in_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="PersonPage")
class PersonPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """People, the newest first."""

    results = PersonOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


@extend_schema_serializer(component_name="Invitation")
class InvitationOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An invitation as administrators and auditors see it."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.values))
    person_id = serializers.UUIDField()
    invited_by = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(
        choices=["waiting_for_approval", "open", "accepted", "revoked", "expired"]
    )
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="InvitationPage")
class InvitationPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Invitations, the newest first."""

    results = InvitationOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


@extend_schema_serializer(component_name="OpenInvitation")
class OpenInvitationOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What somebody who was invited sees before they accept."""

    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.values))
    expires_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="AcceptedInvitation")
class AcceptedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Who can sign in now; `needs_authenticator`: before any staff role takes effect."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    needs_authenticator = serializers.BooleanField()
