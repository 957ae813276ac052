"""The auth service as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The tables `identity_*`, beside those of Django's sessions and of allauth."""

    name = "services.auth"
    label = "identity"

    def ready(self) -> None:
        """Listen to allauth, let `verify_audit` find the sign-in log, and name what two decide."""
        from django.conf import settings
        from django.utils import timezone

        from kernel import personal
        from kernel.approvals import policies
        from kernel.audit import chain
        from kernel.http.keys import set_own_keys
        from services.auth import commands, queries
        from services.auth.queries.takeout import tables_of
        from services.auth.signin import signals  # noqa: F401  (connects itself)

        log = chain.Log(name="sign_in", chains=lambda: [queries.CHAIN], read=queries.read_chain)
        chain.register(log)
        # The first key's public half is a setting of every process, of this one too.
        set_own_keys(
            lambda: {
                key.kid: key.private.public_key()
                for key in queries.list_signing_keys(now=timezone.now())
                if key.pem != settings.HEADLESS_JWT_PRIVATE_KEY
            }
        )
        for policy in commands.POLICIES:
            policies.register(policy)
        personal.register(
            personal.Holding(service="auth", tables=tables_of, forget=commands.forget_person)
        )
