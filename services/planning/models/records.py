"""Records: every movement of a person's money, and the rules that say what it was for."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id
from services.planning.models.categories import Category

TEXT_LENGTH: Final = 140
# Folding lengthens a text at most threefold.
FOLDED_LENGTH: Final = TEXT_LENGTH * 3
NUMBER_LENGTH: Final = 34
_MONTHS: Final = 12


def month_of(day: date) -> int:
    """Return the number of a day's month: 2026-01 is 24312, and 2026-02 is one more."""
    return day.year * _MONTHS + day.month - 1


class Record(models.Model):
    """One movement as its person sees it; `amount_minor` is negative when money left.

    A movement of the bank is copied once for each holder of its account: (person, account,
    sequence) is unique. `kind` is `transfer` between one's own accounts: neither earned nor spent.
    A deleted record stays, with `is_live` false.
    """

    class Source(models.TextChoices):
        """Where it comes from."""

        BANK = "bank"
        MANUAL = "manual"

    class Kind(models.TextChoices):
        """What it does to what a person has."""

        INCOME = "income"
        EXPENSE = "expense"
        TRANSFER = "transfer"

    class FiledBy(models.TextChoices):
        """Who chose the category. A rule never overrules the person."""

        NOBODY = "nobody"
        RULE = "rule"
        PERSON = "person"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    source = models.CharField(max_length=6, choices=Source)
    kind = models.CharField(max_length=8, choices=Kind)
    booked_on = models.DateField()
    month = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    filed_by = models.CharField(max_length=6, choices=FiledBy, default=FiledBy.NOBODY)
    counterparty = models.CharField(max_length=TEXT_LENGTH, blank=True)
    counterparty_folded = models.CharField(max_length=FOLDED_LENGTH, blank=True)
    counterparty_number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    text_folded = models.CharField(max_length=FOLDED_LENGTH, blank=True)
    # What the ledger calls it; empty for what is not of this bank.
    movement = models.CharField(max_length=12, blank=True)
    account_id = IdField(null=True)
    sequence = models.PositiveBigIntegerField(null=True)
    transaction_id = IdField(null=True)
    # The plan whose payment this is, and the day on which it was expected.
    plan_id = IdField(null=True)
    plan_date = models.DateField(null=True)
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_record"
        constraints: ClassVar = [
            UniqueConstraint(
                name="planning_record_movement_once", fields=["person_id", "account_id", "sequence"]
            ),
            UniqueConstraint(name="planning_record_plan_once", fields=["plan_id", "plan_date"]),
            CheckConstraint(name="planning_record_amount", condition=~Q(amount_minor=0)),
            CheckConstraint(
                name="planning_record_of_the_bank",
                condition=Q(
                    source="bank",
                    account_id__isnull=False,
                    sequence__isnull=False,
                    transaction_id__isnull=False,
                )
                | (~Q(source="bank") & Q(account_id__isnull=True, sequence__isnull=True)),
            ),
            CheckConstraint(
                name="planning_record_deleted",
                condition=Q(is_live=True, deleted_at__isnull=True)
                | Q(is_live=False, deleted_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["person_id", "is_live", "booked_on", "id"], name="planning_record_day"),
            # All that the insights add up, in the order in which they group it: read without a row.
            Index(
                fields=[
                    "person_id",
                    "is_live",
                    "currency",
                    "month",
                    "kind",
                    "category",
                    "counterparty",
                    "booked_on",
                    "amount_minor",
                ],
                name="planning_record_sums",
            ),
        ]


class Rule(models.Model):
    """What a person says about movements to come: whoever looks like this belongs there.

    Texts are folded and match anywhere; an empty one matches everything. Amounts are without sign,
    in minor units of `currency`. The first rule that matches, by `id`, decides.
    """

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    counterparty = models.CharField(max_length=TEXT_LENGTH, blank=True)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    kind = models.CharField(max_length=8, choices=Record.Kind, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    min_amount_minor = models.BigIntegerField(null=True)
    max_amount_minor = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Table; a person's rules are read at once."""

        db_table = "planning_rule"
        indexes: ClassVar = [Index(fields=["person_id", "id"], name="planning_rule_person")]


class Change(models.Model):
    """What a person changed about a record, field by field as JSON text; never rewritten.

    It stands here and not in the audit's chain: what somebody notes about their own money is not
    the bank's to keep for ever.
    """

    class Action(models.TextChoices):
        """What was done."""

        CREATED = "created"
        CHANGED = "changed"
        DELETED = "deleted"
        RESTORED = "restored"

    id = IdField(primary_key=True, default=new_id)
    record = models.ForeignKey(Record, models.CASCADE, related_name="changes")
    actor_id = IdField()
    action = models.CharField(max_length=8, choices=Action)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        """Table. A record's changes are read in order of their ids."""

        db_table = "planning_record_change"
