"""The audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The tables `audit_*`."""

    name = "kernel.audit"
    label = "audit"

    def ready(self) -> None:
        """Let `verify_audit` find the edits."""
        from kernel.audit import chain, queries

        chain.register(chain.Log(name="edits", chains=queries.list_chains, read=queries.read_chain))
