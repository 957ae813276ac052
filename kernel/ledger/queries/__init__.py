"""What can be read from the ledger. `get_` returns one or raises, `list_` returns many."""

from kernel.ledger.queries.accounts import (
    HeldAccount,
    find_account_id,
    get_held_account,
    list_held_accounts,
    list_holders,
)
from kernel.ledger.queries.balances import (
    get_balance,
    get_balance_at,
    get_balance_on,
    internal_balance_minor,
)
from kernel.ledger.queries.paging import TransactionFilter
from kernel.ledger.queries.transactions import get_transaction, list_transactions
from kernel.ledger.queries.transfers import get_transfer, read_transfer

__all__ = [
    "HeldAccount",
    "TransactionFilter",
    "find_account_id",
    "get_balance",
    "get_balance_at",
    "get_balance_on",
    "get_held_account",
    "get_transaction",
    "get_transfer",
    "internal_balance_minor",
    "list_held_accounts",
    "list_holders",
    "list_transactions",
    "read_transfer",
]
