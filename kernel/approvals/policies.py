"""What needs a second person. A service registers its policies in its app's `ready()`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from kernel.permissions import PERMISSIONS, may


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """What a request would do, for people: a sentence, and each thing before and after."""

    title: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


class Describe(Protocol):
    """Reads what a request is about, as it is now; raises a BankError when it is gone."""

    def __call__(self, arguments: dict[str, Any], /) -> Description:
        """Return the description."""


class CarryOut(Protocol):
    """Does what was asked, inside the approval's transaction: it must not be `durable=True`.

    A BankError undoes what it did and is kept with the request; it returns what is worth keeping,
    as JSON.
    """

    def __call__(
        self, *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
    ) -> dict[str, Any]:
        """Return the result."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """One kind of request: who may decide it, what it says, what it does, how long it waits."""

    name: str
    service: str
    permission: str
    describe: Describe
    carry_out: CarryOut
    lifetime: timedelta = timedelta(days=7)


def register(policy: Policy) -> None:
    """Make a policy known; the second person's permission must stand in the table."""
    assert policy.permission in PERMISSIONS, f"{policy.permission} is not in kernel/permissions.py"
    _policies[policy.name] = policy


def policy_of(name: str) -> Policy:
    """Return a registered policy.

    Raises:
        KeyError: this process has none of this name: a defect.

    """
    return _policies[name]


def list_policies() -> list[str]:
    """Return the names of all registered policies."""
    return list(_policies)


def decidable(*, service: str, roles: Iterable[str]) -> list[str]:
    """Return the names of a service's policies whose requests these roles may decide."""
    held = frozenset(roles)
    return [
        policy.name
        for policy in _policies.values()
        if policy.service == service and may(held, policy.permission)
    ]


_policies: dict[str, Policy] = {}
