"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The tables `outbox_event` and `outbox_delivery`."""

    name = "kernel.outbox"
    label = "outbox"
