"""Fresh factors on the wire."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from kernel.http.fields import StrictSerializer, TextField
from services.auth.models import StepUpMethod


class StepUpInput(StrictSerializer):
    """What is to be approved: as the refusal `step_up_required` names it."""

    operation = TextField(max_length=60)
    facts = serializers.DictField(
        child=serializers.JSONField(), help_text="Each fact of the operation, as text."
    )


class StepUpAnswerInput(StrictSerializer):
    """The fresh factor: `code` for an authenticator or a mail, `credential` for a passkey."""

    method = serializers.ChoiceField(choices=StepUpMethod.values)
    code = TextField(required=False, max_length=20)
    credential = serializers.DictField(
        required=False, help_text="The PublicKeyCredential as JSON, as the browser made it."
    )


@extend_schema_serializer(component_name="StepUp")
class StepUpOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The question: the sentence that the person approves, and how."""

    id = serializers.UUIDField()
    sentence = serializers.CharField()
    methods = serializers.ListField(child=serializers.ChoiceField(choices=StepUpMethod.values))
    passkey = serializers.DictField(
        allow_null=True, help_text="`{publicKey: …}` for navigator.credentials.get()."
    )
    expires_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="StepUpApproval")
class ApprovalTokenOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What goes into the header `Step-Up`: works once, for exactly this, for so many seconds."""

    approval = serializers.CharField()
    expires_in = serializers.IntegerField()
