"""Transactions: the sides of transfers that a person's accounts saw, filtered, sorted, paged.

A page of one account is one range of its primary key, so it costs the same after 100 movements and
after 100,000. Over several accounts, a page of each is read and merged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.errors import NotFound
from kernel.ledger.models import Account, Entry, Holder, Note, Transfer
from kernel.ledger.queries.paging import ORDERS, TransactionFilter, kept, page_of, sort_key
from kernel.ledger.sides import credit_side, debit_side, is_credit, transfer_of


class TransactionNotFound(NotFound):
    """There is no such transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transaction:
    """One side of a transfer as its account sees it. `amount_minor` is negative when money left."""

    id: UUID
    transfer_id: UUID
    account_id: UUID
    sequence: int
    type: str
    currency: str
    amount_minor: int
    balance_minor: int
    note: str
    counterparty_name: str
    counterparty_number: str | None
    posted_at: datetime
    value_date: date


def list_transactions(
    *,
    account_ids: Collection[UUID],
    keep: TransactionFilter | Mapping[UUID, TransactionFilter],
    order: str = "-posted_at",
    after: tuple[Any, ...] | None = None,
    limit: int,
) -> list[Transaction]:
    """Return up to `limit` transactions behind the position `after` (see `position_of`).

    `keep` is one filter for all accounts, or one for each: an amount in minor units means another
    sum in another currency.
    """
    assert order in ORDERS, order
    found: list[Entry] = []
    for account_id in account_ids:
        own = keep[account_id] if isinstance(keep, Mapping) else keep
        entries = kept(Entry.objects.filter(account_id=account_id), own)
        found.extend(page_of(entries, account_id=account_id, order=order, after=after)[:limit])
    descending = order.startswith("-")
    found.sort(key=lambda entry: sort_key(entry, order=order), reverse=descending)
    return _described(found[:limit])


def position_of(transaction: Transaction, *, order: str) -> tuple[Any, ...]:
    """Return where a transaction stands in an order, for the next page."""
    if order.endswith("amount"):
        return (abs(transaction.amount_minor), transaction.account_id, transaction.sequence)
    return (transaction.posted_at, transaction.account_id, transaction.sequence)


def get_transaction(*, transaction_id: UUID, person_id: UUID) -> Transaction:
    """Return one transaction.

    Raises:
        TransactionNotFound: there is none, or its account is somebody else's.

    """
    transfer = Transfer.objects.filter(id=transfer_of(transaction_id)).first()
    if transfer is None:
        raise TransactionNotFound
    account_id, sequence = (
        (transfer.credit_account_id, transfer.credit_sequence)
        if is_credit(transaction_id)
        else (transfer.debit_account_id, transfer.debit_sequence)
    )
    if sequence is None:
        raise TransactionNotFound
    if not Holder.objects.filter(person_id=person_id, account_id=account_id).exists():
        raise TransactionNotFound
    entry = Entry.objects.filter(account_id=account_id, sequence=sequence).first()
    if entry is None:
        raise TransactionNotFound
    return _described([entry])[0]


def _described(entries: list[Entry]) -> list[Transaction]:
    transfer_ids = {entry.transfer_id for entry in entries}
    transfers = Transfer.objects.in_bulk(transfer_ids)
    notes = dict(Note.objects.filter(transfer_id__in=transfer_ids).values_list("transfer", "text"))
    accounts = Account.objects.in_bulk(
        {_other_account_id(entry, transfer=transfers[entry.transfer_id]) for entry in entries}
    )
    return [
        _transaction(
            entry,
            transfer=transfers[entry.transfer_id],
            note=notes.get(entry.transfer_id, ""),
            accounts=accounts,
        )
        for entry in entries
    ]


def _other_account_id(entry: Entry, *, transfer: Transfer) -> UUID:
    other: UUID = (
        transfer.credit_account_id if entry.amount_minor < 0 else transfer.debit_account_id
    )
    return other


def _transaction(
    entry: Entry, *, transfer: Transfer, note: str, accounts: dict[UUID, Account]
) -> Transaction:
    leaves = entry.amount_minor < 0
    other = accounts[_other_account_id(entry, transfer=transfer)]
    is_customer = other.kind == Account.Kind.CUSTOMER
    return Transaction(
        id=debit_side(transfer.id) if leaves else credit_side(transfer.id),
        transfer_id=transfer.id,
        account_id=entry.account_id,
        sequence=entry.sequence,
        type=entry.type,
        currency=transfer.currency,
        amount_minor=entry.amount_minor,
        balance_minor=entry.balance_minor,
        note=note,
        counterparty_name=other.title,
        counterparty_number=other.number if is_customer else None,
        posted_at=entry.posted_at,
        value_date=entry.value_date,
    )
