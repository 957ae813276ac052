"""The tables of auth. A user's id is the person's id in every service."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower

from kernel.ids import IdField, new_id


class Role(models.TextChoices):
    """What a person may be. Each is a group of this name."""

    CUSTOMER = "customer"
    AGENT = "agent"
    TELLER = "teller"
    SUPERVISOR = "supervisor"
    OPERATIONS = "operations"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"
    ANALYST = "analyst"


class UserManager(BaseUserManager["User"]):
    """Finds people by their e-mail address, however it is written."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this e-mail address."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who can sign in. What the bank knows about customers is kept by `accounts`."""

    id = IdField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True, max_length=254)
    # Not unique: nobody has proven it, and a refusal would tell whose numbers the bank knows.
    phone = models.CharField(max_length=16, db_index=True)
    date_of_birth = models.DateField()
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    groups = models.ManyToManyField(Group, related_name="people", db_table="identity_user_role")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["phone", "date_of_birth"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        """Table."""

        db_table = "identity_user"
        constraints: ClassVar = [
            # So "unique" means: however it is written.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="identity_user_email_is_lower"
            )
        ]

    def __str__(self) -> str:
        """Return the id: a log line with a user in it must not hold an address."""
        return str(self.id)


class RefreshUse(models.Model):
    """A refresh token that was used. The row's key lets only one use of it through."""

    jti = models.CharField(primary_key=True, max_length=36)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """Table."""

        db_table = "identity_refresh_use"


class SignInResult(models.TextChoices):
    """How it ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"


class SignInFactor(models.TextChoices):
    """What was shown: the last thing that opened the door, or the one that did not."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105  (a name)
    EMAIL_CODE = "email_code"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"


class SignInEvent(models.Model):
    """One line of the sign-in log. Rows are only ever added."""

    id = IdField(primary_key=True, default=new_id)
    # Unknown when somebody tried an address that nobody has.
    person = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="sign_in_events"
    )
    result = models.CharField(max_length=12, choices=SignInResult.choices)
    factor = models.CharField(max_length=16, choices=SignInFactor.choices)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200)
    happened_at = models.DateTimeField()

    class Meta:
        """Table. "Recent activity" reads one person's rows, newest first."""

        db_table = "identity_sign_in_event"
        indexes: ClassVar = [
            models.Index(fields=["person", "happened_at"], name="identity_sign_in_by_person")
        ]


class Notice(models.Model):
    """Something that a person was told. One row for each event, so nobody hears twice."""

    pk = models.CompositePrimaryKey("person_id", "event_id")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    event_id = IdField()
    kind = models.CharField(max_length=20)
    facts = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_notice"
