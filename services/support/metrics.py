"""Every metric of the support service, declared once."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ticket_events_total = Counter(
    "bank_support_ticket_events", "What happened to tickets, by kind of event.", ["event"]
)
open_tickets = Gauge(
    "bank_support_open_tickets",
    "Tickets that are not solved, by queue and priority.",
    ["queue", "priority"],
    multiprocess_mode="mostrecent",
)
sla_tickets = Gauge(
    "bank_support_sla_tickets",
    "Tickets with a running clock that is over (`breached`) or is within the hour (`due_1h`).",
    ["queue", "state"],
    multiprocess_mode="mostrecent",
)
oldest_unassigned_seconds = Gauge(
    "bank_support_oldest_unassigned_seconds",
    "How long the oldest ticket that nobody has taken has waited.",
    ["queue"],
    multiprocess_mode="mostrecent",
)
first_response_seconds = Histogram(
    "bank_support_first_response_seconds",
    "Business time from the raising of a ticket to the first answer.",
    ["queue"],
    buckets=(300, 900, 1800, 3600, 7200, 14400, 28800, 57600, 115200, 288000),
)
announcement_notices_total = Counter(
    "bank_support_announcement_notices", "Notices of announcements that were asked for."
)
