"""Every metric of the outbox, declared once. A name that nobody knows is counted as `unknown`."""

from __future__ import annotations

from prometheus_client import Counter

events_total = Counter("bank_outbox_events", "Events relayed, by name.", ["name"])
failures_total = Counter(
    "bank_outbox_failures",
    "Tries of a consumer to take an event that failed; each is tried again.",
    ["name", "consumer"],
)
parked_total = Counter(
    "bank_outbox_parked",
    "Events put aside for a person to look at: unknown ones, and those that failed too often.",
    ["name", "consumer"],
)
