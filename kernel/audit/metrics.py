"""Every metric of the audit, declared once. All are set by the last proof."""

from __future__ import annotations

from prometheus_client import Gauge

chain_height = Gauge(
    "bank_audit_chain_height",
    "How many rows a chain should have, by its head.",
    ["chain"],
    multiprocess_mode="mostrecent",
)
chain_verified_height = Gauge(
    "bank_audit_chain_verified_height",
    "How many rows of a chain proved themselves.",
    ["chain"],
    multiprocess_mode="mostrecent",
)
chain_broken_links = Gauge(
    "bank_audit_chain_broken_links",
    "1 when a chain did not prove itself: the proof stops at the first bad row.",
    ["chain"],
    multiprocess_mode="mostrecent",
)
