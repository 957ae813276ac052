"""Events that other services want to know of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.ids import IdField, new_id


class Event(models.Model):
    """A fact, written in the transaction that made it true. Delivered at least once, by its id."""

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Table. Ids are time-ordered, so the unpublished ones are read in order."""

        db_table = "outbox_event"
        indexes: ClassVar = [models.Index(fields=["published_at", "id"], name="outbox_event_due")]


class Delivery(models.Model):
    """An event that one consumer could not take yet. What was taken leaves no row.

    `consumer` is empty for an event whose name nobody knew. A parked row waits for a person, who
    lets it go on with `manage.py retry_parked_events`.
    """

    id = IdField(primary_key=True, default=new_id)
    event_id = IdField()
    consumer = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField()
    # The kind of the failure only: its text may hold what is private.
    failure = models.CharField(max_length=80)
    next_try_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        """Table. A row waits either for the clock or for a person."""

        db_table = "outbox_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event_id", "consumer"], name="outbox_delivery_once"),
            models.CheckConstraint(
                name="outbox_delivery_waits",
                condition=models.Q(next_try_at__isnull=False, parked_at__isnull=True)
                | models.Q(next_try_at__isnull=True, parked_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_try_at"], name="outbox_delivery_due")]
