"""What needs a second person in this service; `apps.py` registers these."""

from __future__ import annotations

from kernel.approvals.policies import Policy, register
from services.interest.commands.publish_rate import (
    POLICY,
    carry_out_publishing,
    describe_publishing,
)


def register_policies() -> None:
    """Make the service's policies known to the four eyes."""
    register(
        Policy(
            name=POLICY,
            service="interest",
            permission="interest.approve_rate",
            describe=describe_publishing,
            carry_out=carry_out_publishing,
        )
    )
