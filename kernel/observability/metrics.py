"""What every service measures about its requests."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

requests_total = Counter(
    "bank_http_requests", "Requests answered.", ["service", "view", "method", "status"]
)
request_duration = Histogram(
    "bank_http_request_duration_seconds",
    "How long an answer took.",
    ["service", "view", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
