"""The desk: queues, who works on them, and prepared answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Queue(models.Model):
    """Tickets of the same kind of work. `kinds` are the kinds of ticket that begin here."""

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    # What no other queue wants begins in the default one.
    is_default = models.BooleanField(default=False)
    # A new ticket goes to the agent who has waited longest, not into the queue.
    is_round_robin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Table."""

        db_table = "support_queue"


class Agent(models.Model):
    """A member of staff who answers tickets; the id is the person's."""

    person_id = IdField(primary_key=True)
    queues = models.ManyToManyField(Queue, through="AgentQueue", related_name="agents")
    # The most tickets that the round robin gives; what is taken or given by hand may be more.
    capacity = models.PositiveSmallIntegerField(default=20)
    # Orders the round robin: who was given one longest ago is next.
    last_given_at = models.DateTimeField(null=True)
    away_from = models.DateTimeField(null=True)
    away_until = models.DateTimeField(null=True)
    stand_in_id = IdField(null=True)

    class Meta:
        """Table."""

        db_table = "support_agent"
        constraints: ClassVar = [
            CheckConstraint(
                name="support_agent_comes_back",
                condition=Q(away_from=None, away_until=None) | Q(away_until__gt=F("away_from")),
            )
        ]


class AgentQueue(models.Model):
    """An agent works on a queue."""

    id = IdField(primary_key=True, default=new_id)
    agent = models.ForeignKey(Agent, models.CASCADE)
    queue = models.ForeignKey(Queue, models.PROTECT)

    class Meta:
        """Table."""

        db_table = "support_agent_queue"
        constraints: ClassVar = [
            UniqueConstraint(fields=["agent", "queue"], name="support_agent_queue_once")
        ]


class CannedReply(models.Model):
    """A prepared answer. `{{customer.name}}` and its like are filled in for a ticket."""

    id = IdField(primary_key=True, default=new_id)
    shortcut = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=80)
    body = models.TextField()
    keywords = models.CharField(max_length=200, blank=True)
    queue = models.ForeignKey(Queue, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Table."""

        db_table = "support_canned_reply"


class Macro(models.Model):
    """One click: an answer, a note and changes of the ticket; what is empty does nothing."""

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80, unique=True)
    canned_reply = models.ForeignKey(CannedReply, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    status = models.CharField(max_length=7, blank=True)
    priority = models.CharField(max_length=6, blank=True)
    queue = models.ForeignKey(Queue, models.PROTECT, null=True, related_name="+")
    # Whoever uses it takes the ticket.
    is_taking = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Table."""

        db_table = "support_macro"
