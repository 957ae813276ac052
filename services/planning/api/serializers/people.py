"""Settings and shares on the wire."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import StrictIdField, StrictSerializer
from services.planning.api.serializers.records import CurrencyField
from services.planning.models import Planner


class SettingsInput(StrictSerializer):
    """What changes about how you plan."""

    currency = CurrencyField(required=False)
    carry_over = serializers.ChoiceField(choices=Planner.CarryOver.choices, required=False)
    has_alerts = serializers.BooleanField(required=False)
    has_weekly_mail = serializers.BooleanField(required=False)


class SettingsOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How a person plans."""

    currency = serializers.CharField(help_text="What totals are in.")
    carry_over = serializers.ChoiceField(
        Planner.CarryOver.choices,
        help_text="What becomes of the rest of a day: nothing, it is for tomorrow, or it is "
        "spread over the days that are left.",
    )
    has_alerts = serializers.BooleanField()
    has_weekly_mail = serializers.BooleanField()


class ShareInput(StrictSerializer):
    """Who may look on."""

    person = StrictIdField()


class ShareOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One person's planning that another may look at."""

    id = serializers.UUIDField()
    owner = serializers.UUIDField()
    person = serializers.UUIDField()
    created_at = serializers.DateTimeField()


class SharesOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Whom you let look on, and who lets you."""

    mine = ShareOutput(many=True)
    with_me = ShareOutput(many=True)
