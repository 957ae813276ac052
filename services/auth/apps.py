"""The auth service as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The tables `identity_*`, beside those of Django's sessions and of allauth."""

    name = "services.auth"
    label = "identity"

    def ready(self) -> None:
        """Listen to what allauth says has happened."""
        from services.auth.signin import signals  # noqa: F401  (connects itself)
