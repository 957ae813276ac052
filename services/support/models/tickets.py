"""Tickets and what was said about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.fields import BlobField, BytesField
from kernel.ids import IdField, new_id
from services.support.models.desk import Queue
from services.support.models.levels import ServiceLevel


class Ticket(models.Model):
    """What a customer wants of the bank. `version` is the number of its last event."""

    class Kind(models.TextChoices):
        """What it is about."""

        ACCOUNT_CHANGE = "account_change"
        ISSUE = "issue"
        INQUIRY = "inquiry"
        SECURITY = "security"
        DISPUTE = "dispute"

    class Status(models.TextChoices):
        """Whose turn it is."""

        NEW = "new"
        OPEN = "open"
        WAITING = "waiting"
        SOLVED = "solved"
        MERGED = "merged"

    class Priority(models.IntegerChoices):
        """How urgent it is; the higher the sooner."""

        LOW = 1
        NORMAL = 2
        HIGH = 3
        URGENT = 4

    id = IdField(primary_key=True, default=new_id)
    # What people say on the phone.
    reference = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    subject = models.CharField(max_length=140)
    status = models.CharField(max_length=7, choices=Status, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    level = models.ForeignKey(ServiceLevel, models.PROTECT, related_name="+")
    person_id = IdField()
    assignee_id = IdField(null=True)
    # What it is about, in the ledger.
    account_id = IdField(null=True)
    transaction_id = IdField(null=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    # When the first of the running clocks is over: a copy to sort by. The events say what is true.
    due_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    rating = models.PositiveSmallIntegerField(null=True)
    rating_comment = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "support_ticket"
        indexes: ClassVar = [
            Index(fields=["person_id", "id"], name="support_ticket_person"),
            Index(fields=["status", "id"], name="support_ticket_status"),
            Index(fields=["queue", "status", "due_at"], name="support_ticket_queue"),
            Index(fields=["assignee_id", "status"], name="support_ticket_assignee"),
            Index(fields=["due_at", "id"], name="support_ticket_due"),
            Index(fields=["transaction_id"], name="support_ticket_transaction"),
        ]
        constraints: ClassVar = [
            CheckConstraint(
                name="support_ticket_solved_at",
                condition=(Q(status="solved") & Q(solved_at__isnull=False)) | ~Q(status="solved"),
            ),
            CheckConstraint(
                name="support_ticket_merged_into_another",
                condition=(Q(status="merged") & Q(merged_into__isnull=False))
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            CheckConstraint(
                name="support_ticket_rating",
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5),
            ),
        ]


class TicketEvent(models.Model):
    """What happened to a ticket, never changed; the clocks are computed from these alone."""

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    # None is the bank itself: the round robin.
    actor_id = IdField(null=True)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    class Meta:
        """Table: the events of a ticket are numbered without a gap."""

        db_table = "support_ticket_event"
        constraints: ClassVar = [
            UniqueConstraint(fields=["ticket", "sequence"], name="support_ticket_event_once")
        ]


class Message(models.Model):
    """What the customer and the bank wrote to each other. Never changed."""

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    author_id = IdField()
    is_staff = models.BooleanField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "support_message"
        indexes: ClassVar = [Index(fields=["ticket", "id"], name="support_message_ticket")]


class Note(models.Model):
    """What staff wrote for each other. No customer sees it. Never changed."""

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notes")
    author_id = IdField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "support_note"
        indexes: ClassVar = [Index(fields=["ticket", "id"], name="support_note_ticket")]


class Attachment(models.Model):
    """A file of a ticket, sealed with a key of its own. Without a message only its owner sees it.

    `data_key` is that key, wrapped by the bank's keys.
    """

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attachments")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField()
    sha256 = BytesField(length=32)
    data_key = BlobField()
    uploaded_by = IdField()
    uploaded_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "support_attachment"


class Draft(models.Model):
    """What somebody has begun to write on a ticket. It belongs to its author, not to the owner."""

    class Kind(models.TextChoices):
        """Which of the two it will be."""

        REPLY = "reply"
        NOTE = "note"

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="drafts")
    author_id = IdField()
    is_staff = models.BooleanField()
    kind = models.CharField(max_length=5, choices=Kind)
    body = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        """Table: one draft of each kind for each author."""

        db_table = "support_draft"
        constraints: ClassVar = [
            UniqueConstraint(fields=["ticket", "author_id", "kind"], name="support_draft_once")
        ]


class Link(models.Model):
    """Two tickets have to do with each other; `first` has the smaller id."""

    id = IdField(primary_key=True, default=new_id)
    first = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    second = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    linked_by = IdField()
    linked_at = models.DateTimeField()

    class Meta:
        """Table: a pair is linked once."""

        db_table = "support_link"
        constraints: ClassVar = [
            UniqueConstraint(fields=["first", "second"], name="support_link_once"),
            CheckConstraint(name="support_link_in_order", condition=Q(first__lt=F("second"))),
        ]


class Measure(models.Model):
    """What was asked for to settle a dispute: a hold or a provisional credit, with four eyes.

    `outcome_id` is the hold or the transfer, once the second person has agreed.
    """

    class Kind(models.TextChoices):
        """What is done with the money."""

        HOLD = "hold"
        CREDIT = "credit"

    id = IdField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=6, choices=Kind)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    account_id = IdField()
    approval_id = IdField()
    outcome_id = IdField(null=True)
    asked_by = IdField()
    asked_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "support_measure"
        constraints: ClassVar = [
            UniqueConstraint(fields=["approval_id"], name="support_measure_once")
        ]
