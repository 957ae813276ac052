"""The transactions service as a Django app."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """The tables `transactions_*`."""

    name = "services.transactions"
    label = "transactions"
