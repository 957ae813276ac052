"""The planning service as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The tables `planning_*`."""

    name = "services.planning"
    label = "planning"

    def ready(self) -> None:
        """Make known what is held on people."""
        from kernel import personal
        from services.planning.commands.forget_person import forget_person
        from services.planning.queries.takeout import tables_of

        holding = personal.Holding(service="planning", tables=tables_of, forget=forget_person)
        personal.register(holding)
