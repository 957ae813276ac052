"""One-time codes that were sent, and who guessed wrong too often."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from kernel.fields import BytesField
from kernel.ids import IdField, new_id

CODE_TRIES: Final = 5
# The first one and two more.
CODES_IN_A_FLOW: Final = 3


class CodePurpose(models.TextChoices):
    """What a code is for. It opens nothing else."""

    SIGN_IN = "sign_in"
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  (a name)
    STEP_UP = "step_up"


class OneTimeCode(models.Model):
    """A code that was sent. The code itself is not kept, and neither is the address."""

    id = IdField(primary_key=True, default=new_id)
    purpose = models.CharField(max_length=16, choices=CodePurpose.choices)
    channel = models.CharField(max_length=8)
    person_id = IdField(null=True)
    # Keyed hashes: of the address, and of the code with the row's id as salt. A million codes are
    # tried in a moment by who has the table; not by who lacks the key.
    address_hash = BytesField(length=32)
    code_hash = BytesField(length=32)
    # How many codes of its flow were sent, with this one.
    number = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=CODE_TRIES)
    used_at = models.DateTimeField(null=True)
    # Another one was sent in its place.
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_one_time_code"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(tries_left__lte=CODE_TRIES), name="identity_code_tries"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=CODES_IN_A_FLOW),
                name="identity_code_resends",
            ),
        ]


class CodeLock(models.Model):
    """Wrong codes of one person, or for one address, whatever code and whatever session."""

    # A keyed hash of whose they are.
    subject = BytesField(length=32, primary_key=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    # How often it was locked since the last right code: each lock is twice as long.
    locks = models.PositiveSmallIntegerField(default=0)
    counted_from = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_code_lock"
