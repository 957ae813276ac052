"""What needs a second person in this service; `apps.py` registers these."""

from __future__ import annotations

from kernel.approvals.policies import register
from services.support.commands.settle_dispute import POLICIES


def register_policies() -> None:
    """Make the service's policies known to the four eyes."""
    for policy in POLICIES:
        register(policy)
