"""The support service as a Django app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The tables `support_*`."""

    name = "services.support"
    label = "support"
