"""THE PERMISSION TABLE: what needs a role, and which roles have it.

A view names a row for each of its methods (`kernel/http/permissions.py`), a policy of the four eyes
names the row of its second person. What everybody may do with their own things needs no row.
`tests/architecture/test_permissions.py` finds a name without a row and a row without a use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

# What a token's `roles` may say. Staff roles are in it only after a sign-in with TOTP or a passkey.
ROLES: Final = frozenset(
    {
        "customer",
        "agent",
        "teller",
        "supervisor",
        "operations",
        "compliance",
        "auditor",
        "administrator",
        "viewer",
        "analyst",
    }
)

# What a program has that calls as itself (client credentials), and no person can have.
SERVICE: Final = "service"


def _of(*roles: str) -> frozenset[str]:
    assert set(roles) <= ROLES | {SERVICE}, roles
    return frozenset(roles)


PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    # The kernel: requests that wait for a second person. Who may decide one is its policy's row.
    "approvals.read": _of("compliance", "auditor"),
    # auth: people, their roles and factors, the sign-in log.
    "auth.deactivate": _of("administrator"),
    "auth.invite": _of("administrator"),
    "auth.list_people": _of("administrator", "auditor"),
    "auth.reactivate": _of("administrator"),
    "auth.read_activity": _of("administrator", "auditor"),
    "auth.reset_factors": _of("administrator"),
    "auth.set_roles": _of("administrator"),
    # accounts: customers, KYC, accounts, branches, account types.
    "accounts.approve_closing": _of("supervisor", "compliance"),
    "accounts.approve_overdraft": _of("supervisor", "compliance"),
    "accounts.approve_restoring": _of("supervisor", "compliance"),
    "accounts.close": _of("agent", "teller", "supervisor"),
    "accounts.decide": _of("supervisor", "compliance"),
    "accounts.freeze": _of("agent", "supervisor", "operations", "compliance"),
    "accounts.history": _of("supervisor", "compliance", "auditor"),
    "accounts.open": _of("agent", "teller", "supervisor"),
    "accounts.overdraft": _of("agent", "supervisor"),
    "accounts.reactivate": _of("agent", "teller", "supervisor"),
    "accounts.read": _of("agent", "teller", "supervisor", "operations", "compliance", "auditor"),
    "accounts.restore": _of("agent", "supervisor"),
    "accounts.set_holders": _of("agent", "supervisor"),
    "branches.edit": _of("operations", "administrator"),
    # Whose work is not bound to the branch that they belong to.
    "branches.every": _of("supervisor", "operations", "compliance", "auditor"),
    "branches.staff": _of("supervisor", "operations", "administrator", "auditor"),
    "customers.check": _of("supervisor", "compliance"),
    "customers.decide": _of("supervisor", "compliance"),
    "customers.edit": _of("agent", "supervisor", "compliance"),
    "customers.erase": _of("compliance"),
    "customers.export": _of("compliance"),
    "customers.history": _of("supervisor", "compliance", "auditor"),
    "customers.import": _of("operations", "compliance"),
    "customers.join": _of("customer"),
    "customers.read": _of("agent", "teller", "supervisor", "operations", "compliance", "auditor"),
    "customers.register": _of("agent", "teller", "supervisor", "compliance"),
    "customers.reveal": _of("agent", "teller", "supervisor", "compliance", "auditor"),
    "products.approve": _of("supervisor", "compliance"),
    "products.edit": _of("supervisor", "operations"),
    "products.read": _of("agent", "teller", "supervisor", "operations", "compliance", "auditor"),
    # transactions: reports. A teller sees their own totals only.
    "reports.read": _of("supervisor", "operations", "compliance", "auditor"),
    "reports.read_tellers": _of("teller", "supervisor", "operations", "compliance", "auditor"),
    "reports.schedule": _of("supervisor", "operations", "compliance"),
    # transactions: the counter, holds, reversals, limits, batches.
    "transactions.approve_reversal": _of("supervisor", "operations", "compliance"),
    "transactions.capture_hold": _of("teller", "supervisor", "operations"),
    "transactions.hold": _of("teller", "supervisor", "operations"),
    "transactions.read_any": _of("agent", "supervisor", "operations", "compliance", "auditor"),
    "transactions.reverse": _of("supervisor", "operations"),
    "transactions.teller": _of("teller", "supervisor"),
    "transactions.void_hold": _of("teller", "supervisor", "operations"),
    # interest: rates and runs.
    "interest.approve_rate": _of("supervisor", "compliance"),
    "interest.propose_rate": _of("supervisor", "operations"),
    "interest.read": _of("agent", "teller", "supervisor", "operations", "compliance", "auditor"),
    "interest.read_runs": _of("supervisor", "operations", "compliance", "auditor"),
    "interest.run": _of("operations"),
    # As those who close accounts.
    "interest.settle": _of("agent", "teller", "supervisor"),
    "interest.sign_off": _of("supervisor"),
    # support: tickets, canned replies, announcements.
    "announcements.edit": _of("supervisor", "operations"),
    "announcements.read_all": _of("agent", "supervisor", "operations", "compliance", "auditor"),
    "desk.manage": _of("supervisor"),
    "tickets.answer": _of("agent", "supervisor", "compliance"),
    "tickets.approve_measure": _of("supervisor", "compliance"),
    "tickets.ask_measure": _of("agent", "supervisor", "compliance"),
    "tickets.read": _of("agent", "supervisor", "compliance", "auditor"),
    # planning: other people's planning, for viewers and analysts.
    "planning.analyse": _of("analyst", "administrator"),
    "planning.read": _of("viewer", "analyst", "administrator"),
    "planning.set_rates": _of("administrator"),
}


def may(roles: Iterable[str], permission: str) -> bool:
    """Return whether one of these roles has a permission.

    Raises:
        KeyError: the table has no such row: a defect, and nobody is let in.

    """
    return not PERMISSIONS[permission].isdisjoint(roles)
