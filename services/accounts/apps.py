"""The accounts service as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The tables `accounts_*`."""

    name = "services.accounts"
    label = "accounts"
