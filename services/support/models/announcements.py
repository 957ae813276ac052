"""Announcements, and what people made of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Announcement(models.Model):
    """What the bank tells its customers, from an instant on, and until another if it ends.

    `roles`, `products`, `branches` and `languages` say for whom it is; an empty list is everybody.
    """

    class Kind(models.TextChoices):
        """How the portal shows it."""

        BANNER = "banner"
        PAGE = "page"
        MUST_ACCEPT = "must_accept"

    class Severity(models.TextChoices):
        """How urgent it is."""

        INFORMATION = "information"
        WARNING = "warning"
        CRITICAL = "critical"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.BANNER)
    severity = models.CharField(max_length=11, choices=Severity, default=Severity.INFORMATION)
    title = models.CharField(max_length=120)
    # Markdown without HTML of its own; the portal renders it.
    body = models.TextField()
    roles = models.JSONField(default=list)
    products = models.JSONField(default=list)
    branches = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    is_dismissible = models.BooleanField(default=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = IdField(null=True)
    created_at = models.DateTimeField()
    # Whether customers are sent a notice; how far along the people that is, and when it was done.
    is_noticed = models.BooleanField(default=False)
    noticed_through = IdField(null=True)
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "support_announcement"
        indexes: ClassVar = [Index(fields=["starts_at", "id"], name="support_announcement_start")]
        constraints: ClassVar = [
            CheckConstraint(
                name="support_announcement_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            )
        ]


class Reading(models.Model):
    """What one person did with one announcement."""

    id = IdField(primary_key=True, default=new_id)
    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="readings")
    person_id = IdField()
    dismissed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        """Table: one row for each person and announcement."""

        db_table = "support_reading"
        constraints: ClassVar = [
            UniqueConstraint(fields=["person_id", "announcement"], name="support_reading_once")
        ]
