"""Requests that wait for a second person, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from kernel.ids import IdField, new_id

TITLE_LENGTH = 200


class Request(models.Model):
    """Something that one person asked for and another one decides."""

    class Status(models.TextChoices):
        """How far it got. Only `waiting` changes; `failed` means approved and then refused."""

        WAITING = "waiting"
        APPROVED = "approved"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"
        FAILED = "failed"

    id = IdField(primary_key=True, default=new_id)
    service = models.CharField(max_length=20)
    policy = models.CharField(max_length=60)
    subject_id = IdField()
    arguments = models.JSONField()
    # What was shown to the maker. The checker approves this, so it must still hold.
    title = models.CharField(max_length=TITLE_LENGTH)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    maker_id = IdField()
    # Null while it waits, and when nobody decided: it was withdrawn, or expired.
    checker_id = IdField(null=True)
    decision_reason = models.TextField(default="")
    result = models.JSONField(null=True)
    failure_code = models.CharField(max_length=60, default="")
    failure_detail = models.TextField(default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Table. Ids are time-ordered: a list reads backwards through an index."""

        db_table = "approvals_request"
        constraints: ClassVar = [
            CheckConstraint(
                name="approvals_request_two_people",
                condition=Q(checker_id__isnull=True) | ~Q(checker_id=F("maker_id")),
            ),
            CheckConstraint(
                name="approvals_request_decided_once",
                condition=Q(status="waiting", decided_at__isnull=True, checker_id__isnull=True)
                | Q(
                    status__in=["approved", "rejected", "failed"],
                    decided_at__isnull=False,
                    checker_id__isnull=False,
                )
                | Q(
                    status__in=["withdrawn", "expired"],
                    decided_at__isnull=False,
                    checker_id__isnull=True,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["service", "status", "id"], name="approvals_request_waiting"),
            models.Index(fields=["service", "maker_id", "id"], name="approvals_request_mine"),
            models.Index(fields=["status", "expires_at"], name="approvals_request_due"),
        ]
