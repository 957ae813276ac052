"""The paths of the transactions service."""

from __future__ import annotations

from django.urls import path

from services.transactions.api.views.movements import (
    DepositsView,
    TransfersView,
    TransferView,
    WithdrawalsView,
)
from services.transactions.api.views.reads import BalanceView, TransactionsView, TransactionView

urlpatterns = [
    path("deposits", DepositsView.as_view()),
    path("withdrawals", WithdrawalsView.as_view()),
    path("transfers", TransfersView.as_view()),
    path("transfers/<uuid:transfer_id>", TransferView.as_view()),
    path("transactions", TransactionsView.as_view()),
    path("transactions/<uuid:transaction_id>", TransactionView.as_view()),
    path("balances/<uuid:account_id>", BalanceView.as_view()),
]
