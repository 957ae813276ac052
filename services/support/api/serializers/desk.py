"""The desk as the API reads and answers it."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.http.fields import (
    FlagField,
    InstantField,
    StrictIdField,
    StrictSerializer,
    TextField,
)
from kernel.http.hours import HolidaysField, OpeningHoursField
from services.support.api.serializers.fields import (
    LONGEST_TEXT,
    CapacityField,
    IdsField,
    PageQuery,
    ProseField,
    VersionField,
)
from services.support.api.serializers.tickets import PRIORITIES, SETTABLE
from services.support.clocks import NAMES
from services.support.models import Ticket

# A year of business days of eight hours.
_MOST_MINUTES: Final = 125_000
_CODE: Final = r"^[a-z][a-z0-9-]{0,19}$"
_SHORTCUT: Final = r"^[a-z0-9][a-z0-9_-]{0,29}$"


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            priority: {
                "type": "object",
                "properties": {
                    name: {"type": "integer", "minimum": 1, "maximum": _MOST_MINUTES}
                    for name in NAMES
                },
                "required": list(NAMES),
                "additionalProperties": False,
            }
            for priority in PRIORITIES
        },
        "required": list(PRIORITIES),
        "additionalProperties": False,
    }
)
class TargetsField(serializers.Field):  # type: ignore[type-arg]
    """Minutes of business time by priority and clock."""

    default_error_messages = {
        "invalid": "Targets are whole minutes by priority and clock, all of them."
    }

    def to_internal_value(self, data: Any) -> dict[str, dict[str, int]]:
        """Return the targets."""
        if not isinstance(data, dict) or set(data) != set(PRIORITIES):
            self.fail("invalid")
        for one in data.values():
            if not isinstance(one, dict) or set(one) != set(NAMES):
                self.fail("invalid")
            if not all(type(m) is int and 1 <= m <= _MOST_MINUTES for m in one.values()):
                self.fail("invalid")
        return dict(data)

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return the targets."""
        return value


class QueueInput(StrictSerializer):
    """A new queue. `kinds` are the kinds of ticket that begin here."""

    code = serializers.RegexField(_CODE)
    name = TextField(max_length=80)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(Ticket.Kind.values), required=False, max_length=10
    )
    default = FlagField(required=False)
    round_robin = FlagField(required=False)


class QueueChange(StrictSerializer):
    """What changes about a queue."""

    name = TextField(max_length=80, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(Ticket.Kind.values), required=False, max_length=10
    )
    default = FlagField(required=False)
    round_robin = FlagField(required=False)
    active = FlagField(required=False)


class QueueOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A queue; `waiting` tickets are the bank's turn, `unassigned` of them have nobody."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(Ticket.Kind.values))
    default = serializers.BooleanField()
    round_robin = serializers.BooleanField()
    active = serializers.BooleanField()
    waiting = serializers.IntegerField()
    unassigned = serializers.IntegerField()


class QueuePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """All queues by name."""

    results = QueueOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AgentInput(StrictSerializer):
    """What somebody works on."""

    queues = IdsField(max_length=50)
    capacity = CapacityField(required=False)


class AbsenceInput(StrictSerializer):
    """From when until when somebody is away, and who is given their tickets."""

    away_from = InstantField()
    until = InstantField()
    stand_in = StrictIdField(required=False)


class AgentOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An agent; `load` is how many tickets they work on."""

    id = serializers.UUIDField()
    queues = serializers.ListField(child=serializers.UUIDField())
    capacity = serializers.IntegerField()
    load = serializers.IntegerField()
    away = serializers.BooleanField()
    away_from = serializers.DateTimeField(allow_null=True)
    away_until = serializers.DateTimeField(allow_null=True)
    stand_in = serializers.UUIDField(allow_null=True)


class AgentPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of agents."""

    results = AgentOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class CannedReplyInput(StrictSerializer):
    """A prepared answer. `{{customer.name}}` and its like are filled in for a ticket."""

    shortcut = serializers.RegexField(_SHORTCUT)
    title = TextField(max_length=80)
    body = ProseField(max_length=LONGEST_TEXT)
    keywords = TextField(required=False, allow_blank=True, max_length=200)
    queue = StrictIdField(required=False, allow_null=True)


class CannedReplyChange(CannedReplyInput):
    """What changes about a prepared answer; `active` false takes it out of use."""

    shortcut = serializers.RegexField(_SHORTCUT, required=False)
    title = TextField(max_length=80, required=False)
    body = ProseField(max_length=LONGEST_TEXT, required=False)
    active = FlagField(required=False)
    version = VersionField()


class CannedReplyQuery(PageQuery):
    """Which prepared answers: those that hold a text, for a queue and for all."""

    q = TextField(required=False, max_length=80)
    queue = StrictIdField(required=False)


class CannedReplyOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A prepared answer."""

    id = serializers.UUIDField()
    shortcut = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    keywords = serializers.CharField()
    queue = serializers.UUIDField(allow_null=True)
    active = serializers.BooleanField()
    version = serializers.IntegerField()


class CannedReplyPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of prepared answers."""

    results = CannedReplyOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class TextQuery(StrictSerializer):
    """For which ticket."""

    ticket = StrictIdField()


class TextOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A prepared answer in the words of a ticket."""

    text = serializers.CharField()


class MacroInput(StrictSerializer):
    """A new macro; what is left out does nothing."""

    name = TextField(max_length=80)
    canned_reply = StrictIdField(required=False, allow_null=True)
    note = ProseField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    status = serializers.ChoiceField(SETTABLE, required=False, allow_blank=True)
    priority = serializers.ChoiceField(PRIORITIES, required=False, allow_blank=True)
    queue = StrictIdField(required=False, allow_null=True)
    take = FlagField(required=False)


class MacroChange(MacroInput):
    """What changes about a macro; `active` false takes it out of use."""

    name = TextField(max_length=80, required=False)
    active = FlagField(required=False)
    version = VersionField()


class MacroOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A macro."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    canned_reply = serializers.UUIDField(allow_null=True)
    note = serializers.CharField()
    status = serializers.CharField()
    priority = serializers.CharField()
    queue = serializers.UUIDField(allow_null=True)
    take = serializers.BooleanField()
    active = serializers.BooleanField()
    version = serializers.IntegerField()


class MacroPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of macros."""

    results = MacroOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class LevelInput(StrictSerializer):
    """What the bank promises from now on."""

    time_zone = TextField(max_length=64)
    hours = OpeningHoursField()
    holidays = HolidaysField(required=False)
    targets = TargetsField()


class LevelOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A service level. Tickets keep the one that they began with."""

    id = serializers.UUIDField()
    time_zone = serializers.CharField()
    hours = OpeningHoursField()
    holidays = HolidaysField()
    targets = TargetsField()
    published_by = serializers.UUIDField(allow_null=True)
    published_at = serializers.DateTimeField()


class LevelPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Service levels, the newest first: that one is in force."""

    results = LevelOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
