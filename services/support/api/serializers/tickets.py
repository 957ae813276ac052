"""Tickets as the API reads and answers them."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from kernel.http.fields import (
    AmountField,
    FlagField,
    InstantField,
    StrictIdField,
    StrictSerializer,
    TextField,
)
from services.support.api.serializers.fields import (
    LONGEST_TEXT,
    IdsField,
    PageQuery,
    ProseField,
    QueryFlagField,
    ScoreField,
    VersionField,
    VersionInput,
)
from services.support.clocks import NAMES
from services.support.models import Draft, Measure, Ticket
from services.support.queries import STATUSES

PRIORITIES: Final = [priority.name.lower() for priority in Ticket.Priority]
SETTABLE: Final = ["open", "waiting", "solved"]
_SUBJECT_LENGTH: Final = 140


class TicketInput(StrictSerializer):
    """A new ticket. A dispute names the `transaction` that it is about."""

    kind = serializers.ChoiceField(Ticket.Kind.values)
    subject = TextField(max_length=_SUBJECT_LENGTH)
    body = ProseField(max_length=LONGEST_TEXT)
    account = StrictIdField(required=False)
    transaction = StrictIdField(required=False)


class TicketChange(VersionInput):
    """What staff change about a ticket."""

    status = serializers.ChoiceField(SETTABLE, required=False)
    priority = serializers.ChoiceField(PRIORITIES, required=False)
    queue = StrictIdField(required=False)


class TicketQuery(PageQuery):
    """Which tickets to list. Customers have their own only; `own` gives staff theirs as customers.

    `order=due` lists only tickets with a running clock, the first one due first.
    """

    own = QueryFlagField(required=False)
    person = StrictIdField(required=False)
    status = serializers.ChoiceField(STATUSES, required=False)
    kind = serializers.ChoiceField(Ticket.Kind.values, required=False)
    priority = serializers.ChoiceField(PRIORITIES, required=False)
    queue = StrictIdField(required=False)
    assignee = StrictIdField(required=False)
    unassigned = QueryFlagField(required=False)
    overdue = QueryFlagField(required=False)
    due_before = InstantField(required=False)
    account = StrictIdField(required=False)
    transaction = StrictIdField(required=False)
    reference = TextField(required=False, max_length=10)
    order = serializers.ChoiceField(["newest", "due"], required=False)


class MessageInput(StrictSerializer):
    """A public message. Staff say the `version` that they saw, and may set the `status`."""

    body = ProseField(max_length=LONGEST_TEXT)
    version = VersionField(required=False)
    status = serializers.ChoiceField(SETTABLE, required=False)
    attachments = IdsField(required=False, max_length=20)


class NoteInput(VersionInput):
    """A note for colleagues."""

    body = ProseField(max_length=LONGEST_TEXT)


class GiveInput(VersionInput):
    """To whom a ticket is given."""

    assignee = StrictIdField()


class MergeInput(VersionInput):
    """The ticket that goes on."""

    into = StrictIdField()


class LinkInput(StrictSerializer):
    """The other ticket."""

    ticket = StrictIdField()


class RatingInput(StrictSerializer):
    """How well a solved ticket was served."""

    score = ScoreField()
    comment = ProseField(required=False, allow_blank=True, max_length=1000)


class DraftInput(StrictSerializer):
    """What was written so far."""

    body = ProseField(max_length=LONGEST_TEXT)


class PresenceInput(StrictSerializer):
    """Somebody is there."""

    typing = FlagField(required=False)


class MacroUse(VersionInput):
    """Which macro to use."""

    macro = StrictIdField()


class MeasureInput(VersionInput):
    """What to do with disputed money meanwhile. Without an amount, all that is disputed."""

    kind = serializers.ChoiceField(Measure.Kind.values)
    amount = AmountField(required=False)
    reason = TextField(max_length=200)


class AttachmentInput(StrictSerializer):
    """A form with a file and the name that people see."""

    file = serializers.FileField()
    name = TextField(max_length=120)


class ClockOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One clock, in seconds of business time. `due_at` is null while it stands still."""

    name = serializers.ChoiceField(NAMES)
    state = serializers.ChoiceField(["running", "paused", "stopped"])
    started_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    target_seconds = serializers.IntegerField()
    used_seconds = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    breached = serializers.BooleanField()


class TicketOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A ticket as its customer sees it. What is solved for long is closed."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    kind = serializers.ChoiceField(Ticket.Kind.values)
    subject = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    account = serializers.UUIDField(allow_null=True)
    transaction = serializers.UUIDField(allow_null=True)
    merged_into = serializers.UUIDField(allow_null=True)
    rating = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    solved_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class StaffTicketOutput(TicketOutput):
    """A ticket as staff see it."""

    person = serializers.UUIDField()
    priority = serializers.ChoiceField(PRIORITIES)
    queue = serializers.UUIDField()
    queue_code = serializers.CharField()
    assignee = serializers.UUIDField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    rating_comment = serializers.CharField()
    clocks = ClockOutput(many=True)


class StaffTicketDetailOutput(StaffTicketOutput):
    """A ticket with the ids of those that were merged into it."""

    merged = serializers.ListField(child=serializers.UUIDField())


class AnyTicketPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Tickets: a customer's as `Ticket`, to staff with what only they see."""

    results = serializers.ListField(
        child=PolymorphicProxySerializer(
            component_name="AnyTicket",
            serializers=[StaffTicketOutput, TicketOutput],
            resource_type_field_name=None,
        )
    )
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AttachmentOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A file, without its content."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_at = serializers.DateTimeField()


class MessageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A public message. Customers are not told which member of staff wrote: `author` is null."""

    id = serializers.UUIDField()
    ticket = serializers.UUIDField()
    side = serializers.ChoiceField(["customer", "staff"])
    author = serializers.UUIDField(allow_null=True)
    body = serializers.CharField()
    created_at = serializers.DateTimeField()
    attachments = AttachmentOutput(many=True)


class SentMessageOutput(MessageOutput):
    """A message that was just written, and the version of its ticket since."""

    version = serializers.IntegerField()


class MessagePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Messages, the first one first."""

    results = MessageOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class NoteOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A note for colleagues."""

    id = serializers.UUIDField()
    ticket = serializers.UUIDField()
    author = serializers.UUIDField()
    body = serializers.CharField()
    created_at = serializers.DateTimeField()


class SentNoteOutput(NoteOutput):
    """A note that was just written, and the version of its ticket since."""

    version = serializers.IntegerField()


class NotePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Notes, the first one first."""

    results = NoteOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class EventOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What happened to a ticket. `actor` is null for the bank itself."""

    sequence = serializers.IntegerField()
    kind = serializers.CharField()
    actor = serializers.UUIDField(allow_null=True)
    details = serializers.JSONField()
    happened_at = serializers.DateTimeField()


class EventPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What happened, in order."""

    results = EventOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DraftOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What somebody has begun to write."""

    author = serializers.UUIDField()
    kind = serializers.ChoiceField(Draft.Kind.values)
    body = serializers.CharField()
    updated_at = serializers.DateTimeField()


class DraftPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Drafts, the latest first."""

    results = DraftOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class PresentOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody who has the ticket open."""

    person = serializers.UUIDField()
    typing = serializers.BooleanField()
    seen_at = serializers.DateTimeField()


class PresencePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Who has the ticket open, who came last first; nobody while that is not known."""

    results = PresentOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class LinkedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A ticket that has to do with another one."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    person = serializers.UUIDField()


class LinkedPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Linked tickets, the oldest first."""

    results = LinkedOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class MeasureOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A hold or a provisional credit. `outcome` is the hold or transfer, once it was agreed to."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Measure.Kind.values)
    amount = serializers.CharField()
    currency = serializers.CharField()
    account = serializers.UUIDField()
    approval = serializers.UUIDField()
    outcome = serializers.UUIDField(allow_null=True)
    asked_by = serializers.UUIDField()
    asked_at = serializers.DateTimeField()


class MeasurePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Measures, the first one first."""

    results = MeasureOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
