"""The planning service as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The tables `planning_*`."""

    name = "services.planning"
    label = "planning"
