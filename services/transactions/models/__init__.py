"""What the transactions service keeps beside the ledger's own rows.

Accounts and transfers belong to the ledger: here they are bare ids.
"""

from services.transactions.models.batches import Batch, BatchItem
from services.transactions.models.cash import CashMovement, ReceiptCounter
from services.transactions.models.fees import Fee, FeeCharge
from services.transactions.models.limits import Limit, LimitUse, Rules
from services.transactions.models.payees import Payee, Payer
from services.transactions.models.standing_orders import OrderExecution, StandingOrder
from services.transactions.models.statements import Statement, StatementFile, StatementRun
from services.transactions.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Batch",
    "BatchItem",
    "CashMovement",
    "Fee",
    "FeeCharge",
    "Limit",
    "LimitUse",
    "OrderExecution",
    "Payee",
    "Payer",
    "ReceiptCounter",
    "Rules",
    "StandingOrder",
    "Statement",
    "StatementFile",
    "StatementRun",
    "Webhook",
    "WebhookDelivery",
]
