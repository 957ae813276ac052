"""The accounts service as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The tables `accounts_*`."""

    name = "services.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the four eyes find the service's policies."""
        from services.accounts.policies import register_policies

        register_policies()
