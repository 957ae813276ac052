"""What was asked: requests with their answers, and what was declined."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index

from kernel.fields import BytesField
from kernel.ids import IdField, new_id


class Request(models.Model):
    """A request that was carried out and its answer, byte for byte, kept at least 30 days.

    Written in the posting's own transaction. The key is kept as its SHA-256, so keys compare as
    bytes whatever the collation says.
    """

    pk = models.CompositePrimaryKey("actor_id", "operation", "key_hash")
    actor_id = IdField()
    operation = models.CharField(max_length=40)
    key_hash = BytesField(length=32)
    request_hash = BytesField(length=32)
    answer = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "ledger_request"
        indexes: ClassVar = [Index(fields=["created_at"], name="ledger_request_created")]


class Refusal(models.Model):
    """A movement that was declined: kept apart, since the posting's own transaction was undone."""

    id = IdField(primary_key=True, default=new_id)
    actor_id = IdField(null=True)
    operation = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    request_hash = BytesField(length=32)
    refused_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "ledger_refusal"
