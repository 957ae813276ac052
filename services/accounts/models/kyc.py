"""Knowing the customer: documents, checks and decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from kernel.fields import BytesField
from kernel.ids import IdField, new_id
from services.accounts.models.customers import Customer
from services.accounts.models.fields import SealedField
from services.accounts.models.sealed import SealedText
from services.accounts.sealing import PersonKey


class Document(models.Model):
    """A scan that a customer or staff handed in. Its content is a sealed file (`storage.py`)."""

    class Kind(models.TextChoices):
        """What it is."""

        PASSPORT = "passport"
        IDENTITY_CARD = "identity_card"
        DRIVING_LICENCE = "driving_licence"
        RESIDENCE_PERMIT = "residence_permit"
        PROOF_OF_ADDRESS = "proof_of_address"
        PROOF_OF_INCOME = "proof_of_income"
        OTHER = "other"

    class Status(models.TextChoices):
        """What staff made of it."""

        UPLOADED = "uploaded"
        VERIFIED = "verified"
        REJECTED = "rejected"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind)
    number_sealed = SealedField(max_length=200, default=b"")
    country = models.CharField(max_length=2, blank=True)
    issued_date = models.DateField(null=True)
    expires_date = models.DateField(null=True)
    media_type = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField()
    # Of the content as it was handed in.
    sha256 = BytesField(length=32)
    status = models.CharField(max_length=8, choices=Status, default=Status.UPLOADED)
    uploaded_by = IdField()
    uploaded_at = models.DateTimeField()
    decided_by = IdField(null=True)
    decided_at = models.DateTimeField(null=True)
    comment_sealed = SealedField(max_length=2100, default=b"")

    number = SealedText()
    comment = SealedText()

    class Meta:
        """Table."""

        db_table = "accounts_document"
        indexes: ClassVar = [Index(fields=["customer", "id"], name="accounts_document_customer")]
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_document_decided_by_somebody",
                condition=Q(status="uploaded", decided_by__isnull=True)
                | Q(status__in=["verified", "rejected"], decided_by__isnull=False),
            )
        ]

    def person_key(self) -> PersonKey | None:
        """Return the customer's key."""
        return self.customer.person_key()


class Check(models.Model):
    """One check of one customer: who looked, when, and what they found. Never changed."""

    class Kind(models.TextChoices):
        """What was looked at."""

        IDENTITY = "identity"
        ADDRESS = "address"
        SCREENING = "screening"
        SOURCE_OF_FUNDS = "source_of_funds"
        TAX_RESIDENCE = "tax_residence"

    class Verdict(models.TextChoices):
        """What came of it."""

        PASSED = "passed"
        FAILED = "failed"
        UNCLEAR = "unclear"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=15, choices=Kind)
    verdict = models.CharField(max_length=7, choices=Verdict)
    comment_sealed = SealedField(max_length=2100, default=b"")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    checked_by = IdField()
    checked_at = models.DateTimeField()

    comment = SealedText()

    class Meta:
        """Table."""

        db_table = "accounts_check"
        indexes: ClassVar = [Index(fields=["customer", "id"], name="accounts_check_customer")]

    def person_key(self) -> PersonKey | None:
        """Return the customer's key."""
        return self.customer.person_key()


class Decision(models.Model):
    """A step from one status to another. Undoing it is another row that names it. Never changed."""

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="decisions")
    from_status = models.CharField(max_length=8, choices=Customer.Status)
    to_status = models.CharField(max_length=8, choices=Customer.Status)
    reason_sealed = SealedField(max_length=2100, default=b"")
    decided_by = IdField()
    decided_at = models.DateTimeField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    reason = SealedText()

    class Meta:
        """Table. A decision is undone once."""

        db_table = "accounts_decision"
        indexes: ClassVar = [Index(fields=["customer", "id"], name="accounts_decision_customer")]
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_decision_changes_something",
                condition=~Q(from_status=F("to_status")),
            )
        ]

    def person_key(self) -> PersonKey | None:
        """Return the customer's key."""
        return self.customer.person_key()
