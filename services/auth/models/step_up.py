"""Fresh factors that are asked for, each bound to what it approves."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from kernel.fields import BytesField
from kernel.ids import IdField, new_id
from services.auth.models.users import User

STEP_UP_TRIES: Final = 5


class StepUpMethod(models.TextChoices):
    """How a person can prove it: by what they have enrolled, else by a code in the mailbox."""

    OTP = "otp"
    PASSKEY = "passkey"
    EMAIL = "email"


class StepUp(models.Model):
    """One question: is it you, and do you want exactly this? It can be answered once."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="step_ups")
    operation = models.CharField(max_length=60)
    # Of the operation and the facts; the facts themselves (whom, how much) are not kept.
    digest = BytesField(length=32)
    methods = models.JSONField()
    # What the passkey must sign. A mailed code is a row of `identity_one_time_code` with this id.
    passkey_state = models.JSONField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_step_up"
        indexes: ClassVar = [
            models.Index(fields=["person", "created_at"], name="identity_step_up_by_person")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(tries__lte=STEP_UP_TRIES), name="identity_step_up_tries"
            )
        ]
