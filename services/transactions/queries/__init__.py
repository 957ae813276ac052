"""What can be read from the transactions service. `get_` returns one or raises, `list_` many."""

from services.transactions.queries.activity import get_balance, list_transactions
from services.transactions.queries.batches import get_batch, list_batch_items, list_batches
from services.transactions.queries.declined import list_declined
from services.transactions.queries.explanations import explain_balance
from services.transactions.queries.fees import list_fees
from services.transactions.queries.holds import get_hold, list_holds
from services.transactions.queries.limits import day_of, get_limit, list_limits
from services.transactions.queries.payees import get_payee, list_payees
from services.transactions.queries.reports import (
    get_report,
    get_report_schedule,
    list_report_runs,
    list_report_schedules,
)
from services.transactions.queries.standing_orders import (
    get_standing_order,
    list_executions,
    list_standing_orders,
    list_upcoming,
)
from services.transactions.queries.statements import (
    StatementNotFound,
    find_issued_file,
    get_statement,
    list_statement_files,
    list_statements,
)
from services.transactions.queries.webhooks import get_webhook, list_deliveries, list_webhooks

__all__ = [
    "StatementNotFound",
    "day_of",
    "explain_balance",
    "find_issued_file",
    "get_balance",
    "get_batch",
    "get_hold",
    "get_limit",
    "get_payee",
    "get_report",
    "get_report_schedule",
    "get_standing_order",
    "get_statement",
    "get_webhook",
    "list_batch_items",
    "list_batches",
    "list_declined",
    "list_deliveries",
    "list_executions",
    "list_fees",
    "list_holds",
    "list_limits",
    "list_payees",
    "list_report_runs",
    "list_report_schedules",
    "list_standing_orders",
    "list_statement_files",
    "list_statements",
    "list_transactions",
    "list_upcoming",
    "list_webhooks",
]
