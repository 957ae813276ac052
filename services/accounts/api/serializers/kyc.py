"""What the API of documents, checks, decisions and data rights reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import DayField, StrictIdField, StrictSerializer, TextField
from services.accounts.api.serializers.customers import (
    AddressOutput,
    CountryField,
    CustomerOutput,
)
from services.accounts.api.serializers.pages import page_of
from services.accounts.models import Check, Customer, Document


class DocumentInput(StrictSerializer):
    """A scan: JPEG, PNG or PDF."""

    file = serializers.FileField(allow_empty_file=True, max_length=None)
    kind = serializers.ChoiceField(choices=Document.Kind.values)
    number = TextField(required=False, max_length=40, allow_blank=True)
    country = CountryField(required=False)
    issued_date = DayField(required=False)
    expires_date = DayField(required=False)
    confirm_duplicates = serializers.ChoiceField(choices=["true", "false"], required=False)


class DocumentOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A document. To staff, its number is masked."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Document.Kind.values)
    number = serializers.CharField()
    country = serializers.CharField()
    issued_date = serializers.DateField(allow_null=True)
    expires_date = serializers.DateField(allow_null=True)
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    status = serializers.ChoiceField(choices=Document.Status.values)
    uploaded_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


DocumentPageOutput = page_of(DocumentOutput)


class DocumentDecisionInput(StrictSerializer):
    """What staff make of a document."""

    status = serializers.ChoiceField(choices=["verified", "rejected"])
    comment = TextField(required=False, max_length=500, allow_blank=True)


class CheckInput(StrictSerializer):
    """What a member of staff found."""

    kind = serializers.ChoiceField(choices=Check.Kind.values)
    verdict = serializers.ChoiceField(choices=Check.Verdict.values)
    comment = TextField(min_length=3, max_length=500)
    document = StrictIdField(required=False)


class CheckOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A check: who, when, verdict, comment."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Check.Kind.values)
    verdict = serializers.ChoiceField(choices=Check.Verdict.values)
    comment = serializers.CharField()
    document = serializers.UUIDField(allow_null=True, source="document_id")
    checked_by = serializers.UUIDField()
    checked_at = serializers.DateTimeField()


CheckPageOutput = page_of(CheckOutput)


class DecisionInput(StrictSerializer):
    """Where the relationship shall stand, and why."""

    status = serializers.ChoiceField(choices=["active", "rejected", "closed"])
    reason = TextField(min_length=3, max_length=500)


class DecisionOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A decision; `undoes` names the one that it took back."""

    id = serializers.UUIDField()
    from_status = serializers.ChoiceField(choices=Customer.Status.values)
    to_status = serializers.ChoiceField(choices=Customer.Status.values)
    reason = serializers.CharField()
    decided_by = serializers.UUIDField()
    decided_at = serializers.DateTimeField()
    undoes = serializers.UUIDField(allow_null=True, source="undoes_id")


class StatusOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Where the relationship stands, what is missing to become active, and how it came so."""

    status = serializers.ChoiceField(choices=Customer.Status.values)
    missing_checks = serializers.ListField(child=serializers.CharField())
    decisions = DecisionOutput(many=True)


class RevealedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A customer in the clear."""

    customer = CustomerOutput()
    addresses = AddressOutput(many=True)
    documents = DocumentOutput(many=True)


class ErasureOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What erasing would do."""

    customer = serializers.UUIDField()
    is_possible = serializers.BooleanField()
    obstacles = serializers.ListField(
        child=serializers.ChoiceField(["accounts_open", "relationship_open", "retention"])
    )
    possible_from = serializers.DateField(allow_null=True)
    goes = serializers.DictField(child=serializers.IntegerField())
    stays = serializers.DictField(child=serializers.IntegerField())
    elsewhere = serializers.ListField(
        child=serializers.CharField(), help_text="What goes from the other services."
    )


class MakingOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A worker makes it: ask again in some seconds."""

    status = serializers.ChoiceField(["making"])
