"""What spans services, as a Django app: the demo, the grants, the imports, the embedded site."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """No tables."""

    name = "config"
    label = "bank"
