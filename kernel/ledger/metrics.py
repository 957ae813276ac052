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
sealed_day = Gauge(
    "bank_ledger_sealed_day_timestamp_seconds",
    "The start of the last business day that was sealed.",
    multiprocess_mode="mostrecent",
)
verify_findings = Gauge(
    "bank_ledger_verify_findings",
    "1 when the last verification of the seals found something altered, missing or inserted.",
    multiprocess_mode="mostrecent",
)
verify_last_success = Gauge(
    "bank_ledger_verify_last_success_timestamp_seconds",
    "When all seals were last verified, clean.",
    multiprocess_mode="mostrecent",
)
verified_transfers = Gauge(
    "bank_ledger_verified_transfers",
    "Transfers that the last verification of the seals recomputed.",
    multiprocess_mode="mostrecent",
)
expired_holds_total = Counter("bank_ledger_expired_holds", "Holds that ended by their own time.")
