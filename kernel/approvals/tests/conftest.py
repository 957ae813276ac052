"""A house with a door: opening it needs a supervisor beside the teller who asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from kernel import permissions
from kernel.approvals import commands, policies
from kernel.approvals.policies import Description, Policy
from kernel.errors import NotFound
from kernel.outbox.models import Event

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# The tests run in a process of any service.
SERVICE = settings.RUNNING[0].name


class DoorGone(NotFound):
    """The door is gone."""


@dataclass
class House:
    """What the policy is about, and people who take part."""

    door: str = "closed"
    is_there: bool = True
    refusal: Exception | None = None
    maker: uuid.UUID = field(default_factory=uuid.uuid4)
    checker: uuid.UUID = field(default_factory=uuid.uuid4)
    now: datetime = NOW

    def describe(self, arguments: dict[str, Any], /) -> Description:
        if not self.is_there:
            raise DoorGone
        return Description(
            title=f"Open door {arguments['door']}",
            before={"door": self.door},
            after={"door": "open"},
        )

    def carry_out(self, *, arguments, maker_id, checker_id, now):
        Event.objects.create(name="door.opened", payload=arguments, created_at=now)
        if self.refusal:
            raise self.refusal
        return {"opened_by": [str(maker_id), str(checker_id)]}

    def ask(self, **values):
        given = {
            "policy": "doors.open",
            "subject_id": uuid.UUID(int=7),
            "arguments": {"door": 7},
            "maker_id": self.maker,
            "reason": "It is hot.",
            "now": self.now,
        }
        return commands.ask(**(given | values))

    def approve(self, request, **values):
        return commands.approve(**(self._given(request) | values))

    def reject(self, request, **values):
        return commands.reject(**(self._given(request) | {"reason": "No."} | values))

    def withdraw(self, request, **values):
        given = {
            "request_id": request.id,
            "service": SERVICE,
            "maker_id": self.maker,
            "now": self.now,
        }
        return commands.withdraw(**(given | values))

    def opened(self):
        return Event.objects.filter(name="door.opened").count()

    def told(self):
        return [event.payload for event in Event.objects.filter(name="approval.decided")]

    def _given(self, request):
        return {
            "request_id": request.id,
            "service": SERVICE,
            "checker_id": self.checker,
            "checker_roles": {"supervisor"},
            "now": self.now,
        }


@pytest.fixture
def house(monkeypatch) -> House:
    rows = {
        "approvals.read": frozenset({"auditor"}),
        "doors.open": frozenset({"supervisor"}),
        "windows.open": frozenset({"compliance"}),
    }
    monkeypatch.setattr(permissions, "PERMISSIONS", rows)
    monkeypatch.setattr(policies, "PERMISSIONS", rows)
    monkeypatch.setattr(policies, "_policies", {})
    house = House()
    for name in ("doors.open", "windows.open"):
        policies.register(
            Policy(
                name=name,
                service=SERVICE,
                permission=name,
                describe=house.describe,
                carry_out=house.carry_out,
                lifetime=timedelta(hours=8),
            )
        )
    return house
