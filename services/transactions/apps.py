"""The transactions service as a Django app."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """The tables `transactions_*`."""

    name = "services.transactions"
    label = "transactions"

    def ready(self) -> None:
        """Make known what needs a second person."""
        from kernel.approvals.policies import register
        from services.transactions.commands.reverse_transfer import REVERSAL_POLICY

        register(REVERSAL_POLICY)
