"""Statements that the bank issued, their files, and how far the monthly ones have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.fields import BytesField
from kernel.ids import IdField, new_id


class Statement(models.Model):
    """A statement of an account over business days that are closed, so it never changes.

    (account, first day, last day) is one row: a month is issued once, however often beat fires or
    somebody asks. The lines are the ledger's, by their sequence; what they come to is kept here as
    it was proven. Written once.
    """

    id = IdField(primary_key=True, default=new_id)
    account_id = IdField()
    from_date = models.DateField()
    to_date = models.DateField()
    is_monthly = models.BooleanField()
    number = models.CharField(max_length=34)
    title = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    first_sequence = models.BigIntegerField()
    last_sequence = models.BigIntegerField()
    opening_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    in_count = models.BigIntegerField()
    in_minor = models.BigIntegerField()
    out_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    # What each kind of fee came to: lists of name, count and minor units.
    fees = models.JSONField()
    fees_minor = models.BigIntegerField()
    # The days of the period on which the account was there, and its mean balance over them.
    days = models.IntegerField()
    average_minor = models.BigIntegerField()
    # Who asked for it; nobody did for what beat makes.
    actor_id = IdField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break: it adds up."""

        db_table = "transactions_statement"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account_id", "from_date", "to_date"], name="transactions_statement_once"
            ),
            CheckConstraint(
                name="transactions_statement_period", condition=Q(from_date__lte=F("to_date"))
            ),
            CheckConstraint(
                name="transactions_statement_adds_up",
                condition=Q(closing_minor=F("opening_minor") + F("in_minor") - F("out_minor")),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["account_id", "to_date", "id"], name="transactions_statement_list"),
            Index(fields=["actor_id", "created_at"], name="transactions_statement_asked"),
        ]

    @property
    def count(self) -> int:
        """Return how many lines it has."""
        return int(self.last_sequence - self.first_sequence + 1)


class StatementFile(models.Model):
    """A statement in one format: being made, ready with its SHA-256, or failed.

    Whoever makes it holds it until `taken_until`; after that somebody else may. Once it is ready
    its hash never changes: a file that is made again must come out the same.
    """

    class Status(models.TextChoices):
        """How far it has come."""

        MAKING = "making"
        READY = "ready"
        FAILED = "failed"

    id = IdField(primary_key=True, default=new_id)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="files", db_index=False)
    format = models.CharField(max_length=8)
    status = models.CharField(max_length=6, choices=Status, default=Status.MAKING)
    percent = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    sha256 = BytesField(length=32, null=True)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_statement_file"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["statement", "format"], name="transactions_statement_file_once"
            ),
            CheckConstraint(
                name="transactions_statement_file_ready",
                condition=~Q(status="ready") | Q(sha256__isnull=False, made_at__isnull=False),
            ),
            CheckConstraint(
                name="transactions_statement_file_part",
                condition=Q(percent__gte=0, percent__lte=100),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["status", "id"], name="transactions_stmt_file_due"),
            Index(fields=["sha256"], name="transactions_stmt_file_hash"),
        ]


class StatementRun(models.Model):
    """How far the statements of a month have come, by the id of the last account."""

    month = models.DateField(primary_key=True)
    after_id = IdField(null=True)
    made_count = models.BigIntegerField(default=0)
    failed_count = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "transactions_statement_run"
