"""The HTTP kit as a Django app, so that its checks and schema extensions load."""

from django.apps import AppConfig


class HttpConfig(AppConfig):
    """No tables."""

    name = "kernel.http"
    label = "http"

    def ready(self) -> None:
        """Register the schema extension of the token authentication."""
        from kernel.http import schema  # noqa: F401
