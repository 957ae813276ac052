"""What people were told, and what they want to be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.ids import IdField, new_id
from services.auth.models.users import User


class Notice(models.Model):
    """Something that a person was told. One row for each event, so nobody hears twice.

    The event's id is the notice's id for its person.
    """

    pk = models.CompositePrimaryKey("person_id", "event_id")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    event_id = IdField()
    kind = models.CharField(max_length=40)
    facts = models.JSONField()
    # Whether the portal shows it; the row stands in any case, against telling twice.
    in_app = models.BooleanField(default=True)
    happened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """Table. The inbox is read by its key; the unread ones are counted."""

        db_table = "identity_notice"
        indexes: ClassVar = [
            models.Index(fields=["person", "in_app", "read_at"], name="identity_notice_unread"),
            models.Index(fields=["created_at"], name="identity_notice_age"),
        ]


class NoticePreference(models.Model):
    """How a person wants to hear of one subject. Without a row, its defaults count."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_preferences")
    subject = models.CharField(max_length=40)
    email = models.BooleanField()
    in_app = models.BooleanField()
    sms = models.BooleanField()

    class Meta:
        """Table."""

        db_table = "identity_notice_preference"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "subject"], name="identity_notice_preference_once"
            )
        ]
