"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The table `outbox_event`."""

    name = "kernel.outbox"
    label = "outbox"
