"""Files of customers and accounts that staff hand in, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index

from kernel.fields import BytesField
from kernel.ids import IdField, new_id


class Import(models.Model):
    """One file. All of it is carried out, or nothing."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        CHECKED = "checked"
        DONE = "done"
        REFUSED = "refused"

    id = IdField(primary_key=True, default=new_id)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    is_dry_run = models.BooleanField()
    # Whether those who are like a customer, or like another row, are taken over too.
    is_confirmed = models.BooleanField(default=False)
    sha256 = BytesField(length=32)
    row_count = models.PositiveIntegerField(default=0)
    customer_count = models.PositiveIntegerField(default=0)
    account_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    # The first mistakes: [{"row": 2, "column": "phone", "code": "invalid", "message": "..."}].
    # They name places and rules, never what stood there.
    errors = models.JSONField(default=list)
    asked_by = IdField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_import"
        indexes: ClassVar = [Index(fields=["status", "id"], name="accounts_import_status")]
