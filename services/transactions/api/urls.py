"""The paths of the transactions service."""

from __future__ import annotations

from django.urls import path

from services.transactions.api.views.batches import BatchesView, BatchItemsView, BatchView
from services.transactions.api.views.declined import DeclinedView
from services.transactions.api.views.explanations import ExplanationView
from services.transactions.api.views.holds import CaptureView, HoldsView, HoldView, VoidView
from services.transactions.api.views.limits import FeesView, LimitsView, LimitView
from services.transactions.api.views.movements import (
    DepositsView,
    TransfersView,
    TransferView,
    WithdrawalsView,
)
from services.transactions.api.views.payees import NameCheckView, PayeesView, PayeeView
from services.transactions.api.views.reads import BalanceView, TransactionsView, TransactionView
from services.transactions.api.views.reports import (
    ReportSchedulesView,
    ReportScheduleView,
    ReportsView,
    ReportView,
)
from services.transactions.api.views.reversals import ReversalView
from services.transactions.api.views.seals import ReceiptView, SealsView
from services.transactions.api.views.standing_orders import (
    ExecutionsView,
    PauseView,
    ResumeView,
    SkipView,
    StandingOrdersView,
    StandingOrderView,
    UpcomingView,
)
from services.transactions.api.views.statements import (
    StatementContentView,
    StatementRetryView,
    StatementsView,
    StatementView,
    VerifyStatementView,
)
from services.transactions.api.views.webhooks import (
    DeliveriesView,
    RedeliveryView,
    RotationView,
    WebhooksView,
    WebhookView,
)

urlpatterns = [
    path("deposits", DepositsView.as_view()),
    path("withdrawals", WithdrawalsView.as_view()),
    path("transfers", TransfersView.as_view()),
    path("transfers/<uuid:transfer_id>", TransferView.as_view()),
    path("transfers/<uuid:transfer_id>/receipt", ReceiptView.as_view()),
    path("transfers/<uuid:transfer_id>/reversal", ReversalView.as_view()),
    path("seals", SealsView.as_view()),
    path("holds", HoldsView.as_view()),
    path("holds/<uuid:hold_id>", HoldView.as_view()),
    path("holds/<uuid:hold_id>/capture", CaptureView.as_view()),
    path("holds/<uuid:hold_id>/void", VoidView.as_view()),
    path("transfer-batches", BatchesView.as_view()),
    path("transfer-batches/<uuid:batch_id>", BatchView.as_view()),
    path("transfer-batches/<uuid:batch_id>/items", BatchItemsView.as_view()),
    path("transactions", TransactionsView.as_view()),
    path("transactions/declined", DeclinedView.as_view()),
    path("transactions/<uuid:transaction_id>", TransactionView.as_view()),
    path("balances/<uuid:account_id>", BalanceView.as_view()),
    path("balances/<uuid:account_id>/explanation", ExplanationView.as_view()),
    path("statements", StatementsView.as_view()),
    path("statements/verify", VerifyStatementView.as_view()),
    path("statements/<uuid:statement_id>", StatementView.as_view()),
    path("statements/<uuid:statement_id>/content", StatementContentView.as_view()),
    path("reports", ReportsView.as_view()),
    path("reports/schedules", ReportSchedulesView.as_view()),
    path("reports/schedules/<uuid:schedule_id>", ReportScheduleView.as_view()),
    path("reports/<slug:name>", ReportView.as_view()),
    path("statements/<uuid:statement_id>/retry", StatementRetryView.as_view()),
    path("payees", PayeesView.as_view()),
    path("payees/name-check", NameCheckView.as_view()),
    path("payees/<uuid:payee_id>", PayeeView.as_view()),
    path("limits", LimitsView.as_view()),
    path("limits/<uuid:limit_id>", LimitView.as_view()),
    path("fees", FeesView.as_view()),
    path("standing-orders", StandingOrdersView.as_view()),
    path("standing-orders/upcoming", UpcomingView.as_view()),
    path("standing-orders/<uuid:order_id>", StandingOrderView.as_view()),
    path("standing-orders/<uuid:order_id>/executions", ExecutionsView.as_view()),
    path("standing-orders/<uuid:order_id>/skip", SkipView.as_view()),
    path("standing-orders/<uuid:order_id>/pause", PauseView.as_view()),
    path("standing-orders/<uuid:order_id>/resume", ResumeView.as_view()),
    path("webhooks", WebhooksView.as_view()),
    path("webhooks/<uuid:webhook_id>", WebhookView.as_view()),
    path("webhooks/<uuid:webhook_id>/rotate-secret", RotationView.as_view()),
    path("webhooks/<uuid:webhook_id>/deliveries", DeliveriesView.as_view()),
    path(
        "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver",
        RedeliveryView.as_view(),
    ),
]
