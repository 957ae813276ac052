"""Accounts, products and branches as JSON content: what is answered, archived and compared."""

from services.accounts.receipts.accounts import (
    account_content,
    application_content,
    invitation_content,
)
from services.accounts.receipts.archive import closing_content
from services.accounts.receipts.branches import branch_content
from services.accounts.receipts.products import product_content, terms_content, version_content

__all__ = [
    "account_content",
    "application_content",
    "branch_content",
    "closing_content",
    "invitation_content",
    "product_content",
    "terms_content",
    "version_content",
]
