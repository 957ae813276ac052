"""A customer with money, and what a movement of it looks like: for what the bank refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.customer import Customer

PROBLEM = "application/problem+json"
RANDOM_ID = "3f2b8c1e-5a57-4f1e-9a54-0c6d2b7e9f11"
MOVEMENTS = pytest.mark.parametrize("path", ["/deposits", "/withdrawals", "/transfers"])


@dataclass(frozen=True, kw_only=True)
class World:
    """A customer with money, an empty account and a closed one; and somebody else."""

    payer: Customer
    empty: dict[str, Any]
    closed: dict[str, Any]
    payee: Customer

    def snapshot(self) -> tuple[bytes, ...]:
        """Return everything that both can see of their money."""
        return (*self.payer.snapshot(), *self.payee.snapshot())


def movement(world: World, path: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a movement that would be posted, with changes."""
    body = {"amount": "10.00"}
    if path == "/transfers":
        body |= {"from_account": world.payer.account["id"]}
        body |= {"to_account": world.payee.account["id"]}
    else:
        body |= {"account": world.payer.account["id"]}
    return body | changes
