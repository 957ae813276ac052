"""Who was asked to sign in to the bank, by somebody who works there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from kernel.fields import BytesField
from kernel.ids import IdField, new_id


class Invitation(models.Model):
    """An invitation by e-mail. Its token is known to the mailbox alone: here is its hash."""

    id = IdField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, db_index=True)
    roles = models.JSONField()
    # The id that the person signs up into: somebody met at the counter has one already.
    person_id = IdField()
    # None for the first administrator of a fresh bank.
    invited_by = IdField(null=True)
    created_at = models.DateTimeField()
    # Empty while it waits for a second person: nothing was mailed yet.
    token_hash = BytesField(length=32, null=True, unique=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_invitation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="identity_invitation_email_is_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="identity_invitation_ends_once",
            ),
        ]
