"""Observability as a Django app."""

from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    """No tables."""

    name = "kernel.observability"
    label = "observability"
