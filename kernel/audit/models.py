"""The heads of all chains, and the edits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.fields import BytesField
from kernel.ids import IdField, new_id

HASH_BYTES = 32


class Head(models.Model):
    """Where a chain ends. Locking it is what makes a chain one line: links are added in turn."""

    chain = models.CharField(primary_key=True, max_length=60)
    position = models.BigIntegerField()
    hash = BytesField(length=HASH_BYTES)

    class Meta:
        """Table."""

        db_table = "audit_chain"


class Edit(models.Model):
    """Somebody changed something. Rows are only ever added.

    `before` and `after` are JSON objects with the fields that differ; null where there was nothing
    before, or is nothing after. They are text, because what is hashed must come back byte for byte.
    """

    id = IdField(primary_key=True, default=new_id)
    service = models.CharField(max_length=20)
    subject_type = models.CharField(max_length=40)
    subject_id = IdField()
    action = models.CharField(max_length=60)
    # Null: the bank itself, in the background.
    actor_id = IdField(null=True)
    before = models.TextField(null=True)  # noqa: DJ001  (null is not the empty object)
    after = models.TextField(null=True)  # noqa: DJ001
    reason = models.TextField()
    request_id = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    position = models.BigIntegerField()
    previous_hash = BytesField(length=HASH_BYTES)
    hash = BytesField(length=HASH_BYTES)

    class Meta:
        """Table. A subject's edits are read newest first; a chain is read in order."""

        db_table = "audit_edit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "position"], name="audit_edit_one_line")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["service", "subject_type", "subject_id", "position"],
                name="audit_edit_of_subject",
            )
        ]
