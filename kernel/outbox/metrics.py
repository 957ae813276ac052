"""Every metric of the outbox, declared once."""

from __future__ import annotations

from prometheus_client import Counter

events_total = Counter("bank_outbox_events", "Events relayed, by name.", ["name"])
