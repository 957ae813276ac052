"""The public id of a transaction: the transfer's id, whose lowest bit says which side it is.

Transfers get even ids. The debit side of a transfer has the same id, the credit side the odd one
beside it, so both sides have a time-ordered UUID of their own without a column or an index.
"""

from __future__ import annotations

from uuid import UUID

from kernel.ids import new_id


def new_transfer_id() -> UUID:
    """Return a fresh even id."""
    return UUID(int=new_id().int & ~1)


def debit_side(transfer_id: UUID) -> UUID:
    """Return the id of the payer's transaction."""
    return transfer_id


def credit_side(transfer_id: UUID) -> UUID:
    """Return the id of the payee's transaction."""
    return UUID(int=transfer_id.int | 1)


def transfer_of(transaction_id: UUID) -> UUID:
    """Return the transfer that a transaction is a side of."""
    return UUID(int=transaction_id.int & ~1)


def is_credit(transaction_id: UUID) -> bool:
    """Return whether the transaction is the payee's side."""
    return bool(transaction_id.int & 1)
