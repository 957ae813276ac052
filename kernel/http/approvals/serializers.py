"""What the approvals answer and read."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from kernel.approvals.models import Request
from kernel.http.fields import StrictSerializer, TextField

WAITING = "waiting_for_approval"


class ApprovalQuery(StrictSerializer):
    """Which requests to list."""

    status = serializers.ChoiceField(choices=Request.Status.values, required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class RejectionInput(StrictSerializer):
    """Why not."""

    reason = TextField(min_length=3, max_length=500)


class FailureOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Why the bank's rules refused what was approved."""

    code = serializers.CharField()
    detail = serializers.CharField()


@extend_schema_serializer(component_name="Approval")
class ApprovalOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A request for a second person."""

    id = serializers.UUIDField()
    service = serializers.CharField()
    policy = serializers.CharField()
    subject = serializers.UUIDField()
    title = serializers.CharField()
    before = serializers.DictField(child=serializers.CharField())
    after = serializers.DictField(child=serializers.CharField())
    reason = serializers.CharField()
    status = serializers.ChoiceField(choices=Request.Status.values)
    maker = serializers.UUIDField()
    checker = serializers.UUIDField(allow_null=True)
    decision_reason = serializers.CharField()
    failure = FailureOutput(allow_null=True)
    result = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="ApprovalPage")
class ApprovalPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Requests, the newest first."""

    results = ApprovalOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class WaitingOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Nothing has happened yet: a second person must approve it."""

    status = serializers.ChoiceField(choices=[(WAITING, WAITING)])
    approval = ApprovalOutput()
