"""What the interest API reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import DayField, StrictSerializer, TextField


class InterestRateOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What an account type earns a year, and for which days."""

    id = serializers.UUIDField()
    account_type = serializers.CharField(help_text="The code of the account type.")
    annual_rate = serializers.RegexField(
        r"^-?[0-9]+\.[0-9]{4}$", help_text='Percent a year: "1.2500".'
    )
    effective_date = serializers.DateField(help_text="The first day that counts with this rate.")
    replaced_date = serializers.DateField(
        allow_null=True, help_text="The first day that counts with the next rate."
    )
    in_force = serializers.BooleanField(help_text="Whether today (UTC) counts with this rate.")
    published_at = serializers.DateTimeField()


class InterestRatePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of rates."""

    results = InterestRateOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class InterestRateQuery(StrictSerializer):
    """The filters of the rate table."""

    account_type = TextField(
        max_length=30, required=False, help_text="Only the account type with this code."
    )
    on = DayField(required=False, help_text="Only what is in force on this day.")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)
