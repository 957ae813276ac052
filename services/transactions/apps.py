"""The transactions service as a Django app."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """The tables `transactions_*`."""

    name = "services.transactions"
    label = "transactions"

    def ready(self) -> None:
        """Make known what needs a second person, and what is held on people."""
        from kernel import personal
        from kernel.approvals.policies import register
        from services.transactions.commands.forget_person import forget_person
        from services.transactions.commands.reverse_transfer import REVERSAL_POLICY
        from services.transactions.queries.takeout import tables_of

        register(REVERSAL_POLICY)
        holding = personal.Holding(service="transactions", tables=tables_of, forget=forget_person)
        personal.register(holding)
