"""Accounts: what was agreed.

What people wrote is sealed with the first owner's key here, or stands in the edit log alone.
An account's money, number and status live in the ledger; its row here has the same id and says what
was agreed: the product, the branch, the nickname, and why the ledger's status is what it is.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from kernel.ids import IdField, new_id
from services.accounts.models.branches import Branch
from services.accounts.models.customers import Customer
from services.accounts.models.fields import SealedField
from services.accounts.models.products import AccountType
from services.accounts.models.sealed import SealedText
from services.accounts.sealing import PersonKey


class StatementFrequency(models.TextChoices):
    """How often statements are made."""

    NEVER = "never"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Account(models.Model):
    """What was agreed about an account. `id` is the ledger account's."""

    class Status(models.TextChoices):
        """The ledger account's status, set with it in one transaction, to list by it here."""

        OPEN = "open"
        CREDITS_ONLY = "credits_only"
        FROZEN = "frozen"
        CLOSED = "closed"

    id = IdField(primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="accounts")
    account_type = models.ForeignKey(AccountType, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    nickname = models.CharField(max_length=40, blank=True)
    statement_frequency = models.CharField(
        max_length=9, choices=StatementFrequency, default=StatementFrequency.MONTHLY
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Since when nobody has used it, and when its owner last said that it is still wanted.
    dormant_at = models.DateTimeField(null=True)
    reactivated_at = models.DateTimeField(null=True)

    class Meta:
        """Table. Lists run from the newest id to the oldest, by one of the indexes."""

        db_table = "accounts_account"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_account_closed_says_when",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            )
        ]
        indexes: ClassVar = [
            Index(fields=["status", "id"], name="accounts_account_status"),
            Index(fields=["branch", "id"], name="accounts_account_office"),
            Index(fields=["branch", "status", "id"], name="accounts_account_branch"),
        ]


class Application(models.Model):
    """An account that a customer asked for and staff decide on. Approved, it is opened by its id.

    There is no ledger account until then.
    """

    class Status(models.TextChoices):
        """How far it got."""

        APPLIED = "applied"
        APPROVED = "approved"
        REJECTED = "rejected"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    account_type = models.ForeignKey(AccountType, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    nickname = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.APPLIED)
    applied_by = IdField()
    applied_at = models.DateTimeField()
    decided_by = IdField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_application"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_application_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("applied_by")),
            )
        ]
        indexes: ClassVar = [Index(fields=["status", "id"], name="accounts_application_status")]


class Freeze(models.Model):
    """A reason to stop an account. Several may stand; the strictest holds."""

    class Scope(models.TextChoices):
        """What stops."""

        ALL = "all"
        DEBITS = "debits"

    class Side(models.TextChoices):
        """Who put it there, so who may lift it."""

        BANK = "bank"
        CUSTOMER = "customer"

    id = IdField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.PROTECT, related_name="freezes", db_index=False)
    scope = models.CharField(max_length=6, choices=Scope)
    side = models.CharField(max_length=8, choices=Side)
    reason_sealed = SealedField(max_length=1000, default=b"")
    placed_by = IdField()
    placed_at = models.DateTimeField()
    lifted_by = IdField(null=True)
    lifted_at = models.DateTimeField(null=True)

    reason = SealedText()

    class Meta:
        """Table."""

        db_table = "accounts_freeze"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_freeze_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            CheckConstraint(
                name="accounts_freeze_customer_stops_debits",
                condition=~Q(side="customer") | Q(scope="debits"),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["account", "lifted_at", "id"], name="accounts_freeze_standing")
        ]

    def person_key(self) -> PersonKey | None:
        """Return the key of the account's first owner."""
        return self.account.customer.person_key()


class HolderInvitation(models.Model):
    """A right on an account that an owner offers; the person holds it once they accept."""

    class Status(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        ACCEPTED = "accepted"
        ENDED = "ended"

    id = IdField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    person_id = IdField()
    access = models.CharField(max_length=5)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    invited_by = IdField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # By the person, or for ending it also by an owner.
    answered_by = IdField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_holder_invitation"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_holder_invitation_two_people",
                condition=~Q(invited_by=models.F("person_id")),
            )
        ]
        indexes: ClassVar = [
            Index(fields=["person_id", "status", "id"], name="accounts_invitation_person")
        ]


class ClosedAccount(models.Model):
    """The archive: what a closed account was. Written once, never changed; names are not in it."""

    class Reason(models.TextChoices):
        """Why it was closed."""

        CUSTOMER_REQUEST = "customer_request"
        DECEASED = "deceased"
        INACTIVE = "inactive"
        DUPLICATE = "duplicate"
        COMPLIANCE = "compliance"
        OTHER = "other"

    id = IdField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.PROTECT, related_name="closings")
    customer_id = IdField()
    number = models.CharField(max_length=34)
    reason = models.CharField(max_length=16, choices=Reason)
    comment_sealed = SealedField(max_length=1000, default=b"")
    closed_by = IdField()
    approved_by = IdField(null=True)
    closed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    # Before it was swept; and where to, by which transfer.
    balance_minor = models.BigIntegerField()
    swept_to = models.CharField(max_length=34, blank=True)
    sweep_transfer_id = IdField(null=True)
    last_posted_at = models.DateTimeField(null=True)
    # The account as it was answered, its product's terms, its holders, its freezes.
    snapshot = models.JSONField()

    comment = SealedText()

    class Meta:
        """Table. The list runs from the latest closing to the first, by one of the indexes."""

        db_table = "accounts_closed_account"
        indexes: ClassVar = [
            Index(fields=["closed_at", "id"], name="accounts_closed_at"),
            Index(fields=["customer_id", "closed_at", "id"], name="accounts_closed_customer"),
            Index(fields=["reason", "closed_at", "id"], name="accounts_closed_reason"),
            Index(fields=["number", "closed_at", "id"], name="accounts_closed_number"),
        ]

    def person_key(self) -> PersonKey | None:
        """Return the key of the account's first owner."""
        return self.account.customer.person_key()


class Restoration(models.Model):
    """A closed account that was opened again: a row beside the archive's, which stays.

    Why, says the edit log.
    """

    closing = models.OneToOneField(
        ClosedAccount, models.PROTECT, primary_key=True, related_name="restoration"
    )
    restored_at = models.DateTimeField()
    restored_by = IdField()
    approved_by = IdField()

    class Meta:
        """Table."""

        db_table = "accounts_restoration"
