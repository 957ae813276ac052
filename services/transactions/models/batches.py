"""Batches of transfers: what was asked for in one request, and what became of each item."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.fields import BytesField
from kernel.ids import IdField, new_id


class Batch(models.Model):
    """Transfers that a person asked for at once.

    Written with its items and their transfers in one transaction. The key is unique for its person,
    also when the answer to the request is not kept any more.
    """

    class Mode(models.TextChoices):
        """What one refusal means for the others."""

        ALL_OR_NOTHING = "all_or_nothing"
        BEST_EFFORT = "best_effort"

    class Status(models.TextChoices):
        """How far it has come."""

        POSTING = "posting"
        POSTED = "posted"
        PARTLY_POSTED = "partly_posted"
        REFUSED = "refused"

    id = IdField(primary_key=True, default=new_id)
    actor_id = IdField()
    key_hash = BytesField(length=32)
    request_hash = BytesField(length=32)
    source = models.CharField(max_length=8)
    reference = models.CharField(max_length=35, blank=True)
    mode = models.CharField(max_length=14, choices=Mode)
    status = models.CharField(max_length=13, choices=Status, default=Status.POSTING)
    item_count = models.IntegerField()
    posted_count = models.IntegerField(default=0)
    refused_count = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_batch"
        constraints: ClassVar = [
            UniqueConstraint(fields=["actor_id", "key_hash"], name="transactions_batch_once"),
        ]
        indexes: ClassVar = [Index(fields=["actor_id", "id"], name="transactions_batch_list")]


class BatchItem(models.Model):
    """One item of a batch and its result, written in the transaction that made it true, once."""

    class Status(models.TextChoices):
        """What became of it."""

        POSTED = "posted"
        REFUSED = "refused"

    pk = models.CompositePrimaryKey("batch_id", "position")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items", db_index=False)
    position = models.IntegerField()
    status = models.CharField(max_length=7, choices=Status)
    from_account = models.CharField(max_length=64)
    to_account = models.CharField(max_length=64)
    amount = models.CharField(max_length=24)
    reference = models.CharField(max_length=35, blank=True)
    transfer_id = IdField(null=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_batch_item"
        constraints: ClassVar = [
            CheckConstraint(
                name="transactions_batch_item_result",
                condition=Q(status="posted", transfer_id__isnull=False, code="")
                | (Q(status="refused", transfer_id__isnull=True) & ~Q(code="")),
            )
        ]
