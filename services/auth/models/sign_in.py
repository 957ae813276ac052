"""The sign-in log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.fields import BytesField
from kernel.ids import IdField, new_id
from services.auth.models.users import User


class SecurityEvent(models.TextChoices):
    """What the log tells of. A new one is a line here: the column knows no list."""

    SIGNED_UP = "signed_up"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    # In another program, through the bank: Grafana.
    PROGRAM_SIGN_IN = "program_sign_in"
    STEP_UP = "step_up"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  (a name)
    PASSWORD_RESET = "password_reset"  # noqa: S105  (a name)
    EMAIL_CHANGED = "email_changed"
    EMAIL_VERIFIED = "email_verified"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_RESET = "factor_reset"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    SESSION_REVOKED = "session_revoked"
    TOKEN_REUSED = "token_reused"  # noqa: S105  (a name)
    ROLES_CHANGED = "roles_changed"
    PERSON_INVITED = "person_invited"
    PERSON_DEACTIVATED = "person_deactivated"
    PERSON_REACTIVATED = "person_reactivated"
    CLIENT_CHANGED = "client_changed"
    KEY_ROTATED = "key_rotated"


class SignInResult(models.TextChoices):
    """How it ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    LOCKED = "locked"


class SignInFactor(models.TextChoices):
    """What was shown: the last thing that opened the door, or the one that did not."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105  (a name)
    EMAIL_CODE = "email_code"
    SMS_CODE = "sms_code"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"


class SignInEvent(models.Model):
    """One line of the sign-in log. Rows are only ever added."""

    id = IdField(primary_key=True, default=new_id)
    event = models.CharField(max_length=32)
    # Unknown when somebody tried an address that nobody has.
    person = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="sign_in_events"
    )
    # Who did it, when it was not the person: an administrator.
    actor_id = IdField(null=True)
    result = models.CharField(max_length=12)
    factor = models.CharField(max_length=16)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200)
    happened_at = models.DateTimeField()
    # Its link in the chain "sign_in" (kernel/audit/chain.py): a row that is altered, missing or
    # slipped in is found by `manage.py verify_audit`.
    position = models.BigIntegerField(unique=True)
    previous_hash = BytesField(length=32)
    hash = BytesField(length=32)

    class Meta:
        """Table. "Recent activity" reads one person's rows, newest first."""

        db_table = "identity_sign_in_event"
        indexes: ClassVar = [
            models.Index(fields=["person", "position"], name="identity_sign_in_of_person")
        ]
