"""Customers, branches, account types and accounts."""

from services.accounts.models.accounts import (
    Account,
    Application,
    ClosedAccount,
    Freeze,
    HolderInvitation,
    Restoration,
    StatementFrequency,
)
from services.accounts.models.branches import Branch, BranchStaff
from services.accounts.models.customers import Address, Customer, SearchToken, Takeout
from services.accounts.models.imports import Import
from services.accounts.models.kyc import Check, Decision, Document
from services.accounts.models.products import AccountType, AccountTypeVersion, Terms

__all__ = [
    "Account",
    "AccountType",
    "AccountTypeVersion",
    "Address",
    "Application",
    "Branch",
    "BranchStaff",
    "Check",
    "ClosedAccount",
    "Customer",
    "Decision",
    "Document",
    "Freeze",
    "HolderInvitation",
    "Import",
    "Restoration",
    "SearchToken",
    "StatementFrequency",
    "Takeout",
    "Terms",
]
