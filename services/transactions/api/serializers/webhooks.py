"""Webhooks and declined attempts as the API reads and answers them."""

from __future__ import annotations

from typing import Final

from rest_framework import serializers

from kernel.http.fields import StrictIdField, StrictSerializer, TextField

STATUSES: Final = ("active", "disabled")
DELIVERY_STATUSES: Final = ("waiting", "delivered", "failed")
URL_LENGTH: Final = 500
DESCRIPTION_LENGTH: Final = 80
MOST_EVENTS: Final = 20


class EventsField(serializers.ListField):
    """Names of events."""

    child = TextField(max_length=60)

    def __init__(self, **kwargs: object) -> None:
        """Allow no more than there could be."""
        super().__init__(min_length=1, max_length=MOST_EVENTS, **kwargs)  # type: ignore[arg-type]


class WebhookInput(StrictSerializer):
    """Where to post what."""

    url = TextField(max_length=URL_LENGTH)
    events = EventsField()
    description = TextField(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)


class WebhookChangeInput(StrictSerializer):
    """What to change; what is absent stays."""

    url = TextField(max_length=URL_LENGTH, required=False)
    events = EventsField(required=False)
    description = TextField(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    status = serializers.ChoiceField(STATUSES, required=False)


class NothingInput(StrictSerializer):
    """Nothing to say."""


class DeliveryQuery(StrictSerializer):
    """Which deliveries to list."""

    status = serializers.ChoiceField(DELIVERY_STATUSES, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class WebhookOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A webhook. `disabled_by` is `owner`, or `bank` after a day without an answer."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    description = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(STATUSES)
    disabled_by = serializers.CharField()
    key_id = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewWebhookOutput(WebhookOutput):
    """A webhook with its secret, which is shown this once."""

    secret = serializers.CharField()


class WebhookPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Webhooks, the oldest first."""

    results = WebhookOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DeliveryOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One event on its way to one webhook. `event_id` is what a receiver knows it by."""

    id = serializers.UUIDField()
    event_id = serializers.UUIDField()
    event = serializers.CharField()
    status = serializers.ChoiceField(DELIVERY_STATUSES)
    attempts = serializers.IntegerField()
    response_code = serializers.IntegerField(allow_null=True)
    failure = serializers.CharField(help_text="Why nobody answered, such as `timed_out`; or empty.")
    created_at = serializers.DateTimeField()
    last_try_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)


class DeliveryPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Deliveries, the newest first."""

    results = DeliveryOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DeclinedQuery(StrictSerializer):
    """Whose declined attempts to list."""

    person = StrictIdField(required=False)
    everybody = serializers.ChoiceField(["true"], required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class DeclinedAccountOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The account that would have paid or been paid."""

    id = serializers.UUIDField()
    number = serializers.CharField()


class DeclinedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One attempt that the bank declined. `amount` is as it was asked, or empty."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(allow_null=True)
    operation = serializers.CharField()
    code = serializers.CharField()
    reason = serializers.CharField()
    account = DeclinedAccountOutput(allow_null=True)
    amount = serializers.CharField()
    currency = serializers.CharField()
    declined_at = serializers.DateTimeField()


class DeclinedPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Declined attempts, the newest first."""

    results = DeclinedOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
