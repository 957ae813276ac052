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
