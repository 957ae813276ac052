"""Step-up as a Django app."""

from django.apps import AppConfig


class StepUpConfig(AppConfig):
    """The table `step_up_use`."""

    name = "kernel.step_up"
    label = "step_up"
