"""Announcements. Tickets come beside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from kernel.ids import IdField, new_id


class Announcement(models.Model):
    """What the bank tells its customers, from an instant on, and until another if it ends."""

    id = IdField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    body = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "support_announcement"
        constraints: ClassVar = [
            CheckConstraint(
                name="support_announcement_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            )
        ]
