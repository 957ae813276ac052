"""The support service as a Django app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The tables `support_*`."""

    name = "services.support"
    label = "support"

    def ready(self) -> None:
        """Make known what needs a second person, and what is held on people."""
        from kernel import personal
        from services.support.commands.forget_person import forget_person
        from services.support.policies import register_policies
        from services.support.queries.takeout import tables_of

        register_policies()
        holding = personal.Holding(service="support", tables=tables_of, forget=forget_person)
        personal.register(holding)
