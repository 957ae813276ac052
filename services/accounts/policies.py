"""What needs a second person in this service; `apps.py` registers these."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kernel.approvals.policies import CarryOut, Describe, Description, Policy, register
from services.accounts import queries
from services.accounts.commands.change_product import (
    ADD,
    CHANGE,
    carry_out_change,
    carry_out_new,
    describe_change,
    describe_new,
)
from services.accounts.commands.close_account import POLICY as CLOSE
from services.accounts.commands.close_account import carry_out_closing, describe_closing
from services.accounts.commands.erase_customer import POLICY, erase_customer
from services.accounts.commands.restore_account import POLICY as RESTORE
from services.accounts.commands.restore_account import carry_out_restoring, describe_restoring
from services.accounts.commands.set_overdraft import POLICY as RAISE
from services.accounts.commands.set_overdraft import carry_out_raising, describe_raising


def describe_erasure(arguments: dict[str, Any]) -> Description:
    """Return what erasing a customer would do: numbers only, since a request outlives the person.

    Raises:
        CustomerNotFound: there is none, or it is erased.

    """
    preview = queries.preview_erasure(
        customer_id=UUID(arguments["customer_id"]), today=timezone.now().date()
    )
    return Description(
        title=f"Erase customer {preview.customer_id}",
        before={name: str(count) for name, count in preview.goes.items()},
        after=dict.fromkeys(preview.goes, "0")
        | {name: str(count) for name, count in preview.stays.items()},
    )


def register_policies() -> None:
    """Make the service's policies known to the four eyes."""
    register(
        Policy(
            name=POLICY,
            service="accounts",
            permission="customers.erase",
            describe=describe_erasure,
            carry_out=erase_customer,
            lifetime=timedelta(days=14),
        )
    )
    _register_account_policies()


def _register_account_policies() -> None:
    rules: list[tuple[str, str, Describe, CarryOut]] = [
        (CLOSE, "accounts.approve_closing", describe_closing, carry_out_closing),
        (RESTORE, "accounts.approve_restoring", describe_restoring, carry_out_restoring),
        (RAISE, "accounts.approve_overdraft", describe_raising, carry_out_raising),
        (CHANGE, "products.approve", describe_change, carry_out_change),
        (ADD, "products.approve", describe_new, carry_out_new),
    ]
    for name, permission, describe, carry_out in rules:
        register(
            Policy(
                name=name,
                service="accounts",
                permission=permission,
                describe=describe,
                carry_out=carry_out,
            )
        )
