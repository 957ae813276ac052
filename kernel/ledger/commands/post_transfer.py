"""Move money: the only place in the bank where a balance changes."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from kernel.ids import new_id
from kernel.ledger import statements
from kernel.ledger.commands.posting import Posting
from kernel.ledger.commands.refusals import refuse_movement
from kernel.ledger.contention import LostUpdate
from kernel.ledger.records import Movement, PostingAccount
from kernel.ledger.sides import new_transfer_id

# What each side of a movement is called on a statement.
ENTRY_TYPES: Final = {"transfer": ("transfer_out", "transfer_in")}


def post_transfer(
    posting: Posting,
    *,
    kind: str,
    debit: PostingAccount,
    credit: PostingAccount,
    amount_minor: int,
    value_date: date | None = None,
    note: str = "",
    reverses_id: UUID | None = None,
    linked_id: UUID | None = None,
    any_past: bool = False,
    is_history: bool = False,
) -> Movement:
    """Post one movement from `debit` to `credit`, or refuse and change nothing.

    The accounts come from the posting, which holds their locks. Their balance and sequence are
    brought up to date in place, so a fee can follow in the same transaction. `value_date` defaults
    to the business day; with `any_past` it may lie as far back as history does. `reverses_id` is
    the transfer that this one undoes, `linked_id` the one that it belongs to: a fee to its payment,
    posted right after it. `is_history` marks an import of the past: any value date, and nobody is
    told.

    Raises:
        SameAccount, CurrencyMismatch, AccountClosed, AccountFrozen, CreditsOnly, ValueDateInFuture,
        ValueDateTooOld, InsufficientFunds: in this order.

    """
    assert connection.in_atomic_block
    assert amount_minor > 0
    value_date = value_date or posting.day.business_date
    refuse_movement(
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        value_date=value_date,
        business_date=posting.day.business_date,
        any_past=any_past or is_history,
    )
    return _write(
        posting,
        kind=kind,
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        value_date=value_date,
        note=note,
        reverses_id=reverses_id,
        linked_id=linked_id,
        is_history=is_history,
    )


def _write(
    posting: Posting,
    *,
    kind: str,
    debit: PostingAccount,
    credit: PostingAccount,
    amount_minor: int,
    value_date: date,
    note: str,
    reverses_id: UUID | None,
    linked_id: UUID | None,
    is_history: bool,
) -> Movement:
    transfer_id = new_transfer_id()
    # Never before what the accounts have seen: an account's entries are in order of time.
    posted_at = statements.later(
        posting.now, posting.day.opened_at, debit.last_posted_at, credit.last_posted_at
    )
    sides = [(debit, -amount_minor), (credit, amount_minor)]
    customers = [(account, amount) for account, amount in sides if not account.is_internal]
    salt = secrets.token_bytes(16) if note else b""
    statements.insert_transfer(
        [
            transfer_id,
            kind,
            debit.id,
            credit.id,
            None if debit.is_internal else debit.sequence + 1,
            None if credit.is_internal else credit.sequence + 1,
            amount_minor,
            debit.currency,
            posting.day.business_date,
            value_date,
            posted_at,
            posting.request.actor_id,
            hashlib.sha256(salt + note.encode()).digest() if note else None,
            reverses_id,
            linked_id,
        ]
    )
    changes = [(account.id, account.sequence, amount) for account, amount in customers]
    if statements.update_accounts(changes, posted_at=posted_at) != len(changes):
        raise LostUpdate
    for account, amount in customers:
        account.balance_minor += amount
        account.sequence += 1
        account.last_posted_at = posted_at
    if credit.is_just_funded:
        statements.note_funded([credit.id])
        credit.opening_minor = 0
    statements.insert_entries(
        [
            (
                account.id,
                account.sequence,
                transfer_id,
                entry_type(kind, amount),
                amount,
                account.balance_minor,
                posting.day.business_date,
                value_date,
                posted_at,
            )
            for account, amount in customers
        ]
    )
    if note:
        statements.insert_note(transfer_id=transfer_id, text=note, salt=salt)
    if not is_history:
        statements.insert_event(
            event_id=new_id(),
            name="transfer.posted",
            payload=json.dumps({"transfer_id": str(transfer_id)}),
            created_at=posted_at,
        )
    return Movement(
        id=transfer_id,
        kind=kind,
        amount_minor=amount_minor,
        currency=debit.currency,
        note=note,
        posted_at=posted_at,
        value_date=value_date,
        debit=debit,
        credit=credit,
    )


def entry_type(kind: str, amount_minor: int) -> str:
    """Return what a side of a movement is called on a statement."""
    out, into = ENTRY_TYPES.get(kind, (kind, kind))
    return out if amount_minor < 0 else into
