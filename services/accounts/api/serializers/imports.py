"""What the API of imports reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import StrictSerializer
from services.accounts.api.serializers.pages import page_of
from services.accounts.models import Import


class ImportInput(StrictSerializer):
    """A CSV (UTF-8) or XLSX file whose first row names the columns."""

    file = serializers.FileField(allow_empty_file=True, max_length=None)
    dry_run = serializers.ChoiceField(choices=["true", "false"], required=False)
    confirm_duplicates = serializers.ChoiceField(choices=["true", "false"], required=False)


class ImportQuery(StrictSerializer):
    """Which page of the imports."""

    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class MistakeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong at one place of a file. Row 1 has the names of the columns."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ImportOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A file and what became of it: the first mistakes are named, all are counted."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Import.Status.values)
    is_dry_run = serializers.BooleanField()
    row_count = serializers.IntegerField()
    customer_count = serializers.IntegerField()
    account_count = serializers.IntegerField()
    error_count = serializers.IntegerField()
    errors = MistakeOutput(many=True)
    asked_by = serializers.UUIDField(allow_null=True)
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    progress = serializers.CharField(allow_blank=True, help_text="How far it is while it runs.")


ImportPageOutput = page_of(ImportOutput)
