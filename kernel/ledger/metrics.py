"""Every metric of the ledger, declared once."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

contention_total = Counter(
    "bank_ledger_contention", "Movements that met another one, by what happened.", ["event"]
)
transfers_total = Counter(
    "bank_transfers",
    "Movements asked for, by kind, outcome (posted, replayed, declined) and refusal code.",
    ["kind", "outcome", "reason"],
)
broken_invariants = Gauge(
    "bank_ledger_broken_invariants",
    "Rows that break an invariant, as the last check found them.",
    ["invariant"],
    multiprocess_mode="mostrecent",
)
check_last_success = Gauge(
    "bank_ledger_check_last_success_timestamp_seconds",
    "When the invariants were last proven, all clean.",
    multiprocess_mode="mostrecent",
)
check_duration = Gauge(
    "bank_ledger_check_duration_seconds",
    "How long the last proof took.",
    multiprocess_mode="mostrecent",
)
