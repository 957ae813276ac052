"""Every metric of the interest service, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from prometheus_client import Counter, Gauge

contention_total = Counter(
    "bank_interest_contention", "Chunks that met others and are done again, by why.", ["event"]
)
rows_total = Counter(
    "bank_interest_rows", "Accounts that were accrued or credited, by kind of run.", ["kind"]
)
duplicates_total = Counter(
    "bank_interest_duplicates_refused",
    "Rows that the database refused because the account and day had one.",
    ["kind"],
)
control_difference = Gauge(
    "bank_interest_control_difference",
    "What should be zero after the last run of a kind, by control.",
    ["kind", "control"],
    multiprocess_mode="mostrecent",
)
coverage = Gauge(
    "bank_interest_coverage_ratio",
    "Accounts that accrued, of those that should have, on the last day that was accrued.",
    multiprocess_mode="mostrecent",
)
excepted_accounts = Gauge(
    "bank_interest_excepted_accounts",
    "Accounts that are too large to accrue without a person, on the last day.",
    multiprocess_mode="mostrecent",
)
accrued_date = Gauge(
    "bank_interest_accrued_date_timestamp_seconds",
    "The start of the last day that a run of a kind is done for.",
    ["kind"],
    multiprocess_mode="mostrecent",
)
last_success = Gauge(
    "bank_interest_run_last_success_timestamp_seconds",
    "When the last run of a kind was done, its controls all zero.",
    ["kind"],
    multiprocess_mode="mostrecent",
)


def show_run(kind: str, *, business_date: date, totals: Mapping[str, str], now: datetime) -> None:
    """Show what the controls of a run found."""
    clean = True
    for name, value in totals.items():
        if "difference" in name or name == "missing_accounts":
            control_difference.labels(kind, name).set(int(value))
            clean = clean and int(value) == 0
    accrued_date.labels(kind).set(datetime.combine(business_date, time(), tzinfo=UTC).timestamp())
    if kind == "accrual":
        rows, missing = int(totals["rows"]), int(totals["missing_accounts"])
        coverage.set(1.0 if rows + missing == 0 else rows / (rows + missing))
        excepted_accounts.set(int(totals["excepted_accounts"]))
    if clean:
        last_success.labels(kind).set(now.timestamp())
