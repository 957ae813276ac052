"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The tables `ledger_*`."""

    name = "kernel.ledger"
    label = "ledger"
