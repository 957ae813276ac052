"""Programs that are told of what happens on a person's accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.fields import BlobField
from kernel.ids import IdField, new_id


class Webhook(models.Model):
    """An address that a person gave: the bank posts there what happens on their accounts.

    The secret is sealed; its key id, which each delivery names, changes with it.
    """

    class Status(models.TextChoices):
        """Whether anything is posted there."""

        ACTIVE = "active"
        DISABLED = "disabled"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=80, blank=True)
    events = models.JSONField()
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    # Who disabled it: `owner`, or `bank` after a day of failures. Empty while it is active.
    disabled_by = models.CharField(max_length=5, blank=True)
    key_id = models.CharField(max_length=16)
    sealed_secret = BlobField()
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "transactions_webhook"
        indexes: ClassVar = [Index(fields=["person_id", "id"], name="transactions_webhook_list")]


class WebhookDelivery(models.Model):
    """One event on its way to one webhook. (webhook, event) is unique: it is written once."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    id = IdField(primary_key=True, default=new_id)
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    event_id = IdField()
    event = models.CharField(max_length=60)
    # What is posted, byte for byte, at every attempt.
    body = models.TextField()
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    response_code = models.PositiveSmallIntegerField(null=True)
    # Why nobody answered, as a short code.
    failure = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    # From when the 24 hours of trying count: its creation, or when it was asked for again.
    tried_from = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    last_try_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_webhook_delivery"
        constraints: ClassVar = [
            UniqueConstraint(fields=["webhook", "event_id"], name="transactions_webhook_once"),
            CheckConstraint(
                name="transactions_webhook_waits",
                condition=Q(status="waiting", next_try_at__isnull=False)
                | (~Q(status="waiting") & Q(next_try_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["next_try_at"], name="transactions_webhook_due"),
            Index(fields=["created_at"], name="transactions_webhook_age"),
        ]
