"""Every metric of the approvals, declared once."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

approvals_total = Counter(
    "bank_approvals",
    "Requests for a second person, by kind and what became of them.",
    ["kind", "decision"],
)
oldest_age = Gauge(
    "bank_approvals_oldest_age_seconds",
    "How long the oldest waiting request of a kind has waited; 0 when none waits.",
    ["kind"],
    multiprocess_mode="mostrecent",
)
