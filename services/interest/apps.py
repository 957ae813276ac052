"""The interest service as a Django app."""

from django.apps import AppConfig


class InterestConfig(AppConfig):
    """The tables `interest_*`."""

    name = "services.interest"
    label = "interest"
