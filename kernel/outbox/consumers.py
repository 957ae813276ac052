"""Who wants to know of which events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kernel.outbox.models import Event


class QueueAway(Exception):
    """The way to every consumer is blocked: nothing is marked, and all of it comes again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Consumer:
    """One who takes events. The same event may come twice: its id says so.

    `take` runs inside a transaction of its own savepoint. What it raises is tried again later, for
    this consumer alone; `QueueAway` stops the whole relay.
    """

    name: str
    take: Callable[[Event], None]


# Event name -> its consumers. A known event that nobody wants has an empty tuple.
Consumers = Mapping[str, tuple[Consumer, ...]]
