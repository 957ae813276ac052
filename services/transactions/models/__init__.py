"""What the transactions service keeps beside the ledger's own rows.

Accounts and transfers belong to the ledger: here they are bare ids.
"""

from services.transactions.models.batches import Batch, BatchItem
from services.transactions.models.cash import CashMovement, ReceiptCounter
from services.transactions.models.fees import FeeCharge
from services.transactions.models.limits import Limit, LimitUse
from services.transactions.models.payees import Payee, Payer
from services.transactions.models.reports import ReportRun, ReportSchedule
from services.transactions.models.standing_orders import OrderExecution, StandingOrder
from services.transactions.models.statements import Statement, StatementFile, StatementRun
from services.transactions.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Batch",
    "BatchItem",
    "CashMovement",
    "FeeCharge",
    "Limit",
    "LimitUse",
    "OrderExecution",
    "Payee",
    "Payer",
    "ReceiptCounter",
    "ReportRun",
    "ReportSchedule",
    "StandingOrder",
    "Statement",
    "StatementFile",
    "StatementRun",
    "Webhook",
    "WebhookDelivery",
]
