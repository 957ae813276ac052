"""People who can sign in. A user's id is the person's id in every service."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower

from kernel.ids import IdField, new_id


def composed(password: str | None) -> str | None:
    """Return a password as it is hashed: keyboards write one letter in several ways (NFC)."""
    return None if password is None else unicodedata.normalize("NFC", password)


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

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash of a password, however the keyboard wrote it."""
        super().set_password(composed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Return whether this is the password, however the keyboard wrote it."""
        return super().check_password(composed(raw_password))

    def __str__(self) -> str:
        """Return the id: a log line with a user in it must not hold an address."""
        return str(self.id)
