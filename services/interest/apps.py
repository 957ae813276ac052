"""The interest service as a Django app."""

from django.apps import AppConfig


class InterestConfig(AppConfig):
    """The tables `interest_*`."""

    name = "services.interest"
    label = "interest"

    def ready(self) -> None:
        """Let the four eyes find the service's policies."""
        from services.interest.policies import register_policies

        register_policies()
