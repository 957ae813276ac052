"""Every metric of the transactions service, declared once."""

from __future__ import annotations

from prometheus_client import Counter

order_days_total = Counter(
    "bank_standing_order_days",
    "Days of standing orders by what became of them; a retrying day is counted at each attempt.",
    ["outcome"],
)
fees_total = Counter("bank_fees", "Monthly fees, by what became of them.", ["kind", "outcome"])
statements_total = Counter(
    "bank_statements", "Monthly statements, by what became of them.", ["outcome"]
)
statement_files_total = Counter(
    "bank_statement_files", "Files of statements, by what became of them.", ["format", "outcome"]
)
webhooks_total = Counter(
    "bank_webhook_attempts",
    "Messages posted to webhooks, by what came of it; `disabled` counts the webhooks given up.",
    ["outcome"],
)
