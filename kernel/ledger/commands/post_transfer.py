"""Move money: the only place in the bank where a balance changes."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from kernel.ids import new_id
from kernel.ledger import statements
from kernel.ledger.commands.posting import Posting
from kernel.ledger.contention import LostUpdate
from kernel.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    CreditsOnly,
    CurrencyMismatch,
    InsufficientFunds,
    SameAccount,
    ValueDateInFuture,
    ValueDateTooOld,
)
from kernel.ledger.records import Movement, PostingAccount
from kernel.ledger.sides import new_transfer_id
from kernel.money import format_amount

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
    is_history: bool = False,
) -> Movement:
    """Post one movement from `debit` to `credit`, or refuse and change nothing.

    The accounts come from the posting, which holds their locks. Their balance and sequence are
    brought up to date in place, so a fee can follow in the same transaction. `value_date` defaults
    to the business day. `is_history` marks an import of the past: a value date may lie as far back
    as history does, and nobody is told.

    Raises:
        SameAccount, CurrencyMismatch, AccountClosed, AccountFrozen, CreditsOnly, ValueDateInFuture,
        ValueDateTooOld, InsufficientFunds: in this order.

    """
    assert connection.in_atomic_block
    assert amount_minor > 0
    business_date = posting.day.business_date
    value_date = value_date or business_date
    if debit.id == credit.id:
        raise SameAccount(field="to_account")
    if debit.currency != credit.currency:
        raise CurrencyMismatch(f"The account is kept in {credit.currency}.", field="currency")
    # Cash has one account, so the client calls it `account`.
    is_cash = debit.is_internal or credit.is_internal
    _refuse_status(debit, field="account" if is_cash else "from_account", takes_out=True)
    _refuse_status(credit, field="account" if is_cash else "to_account", takes_out=False)
    if value_date > business_date:
        raise ValueDateInFuture(field="value_date")
    if not is_history:
        _refuse_old(value_date, business_date=business_date)
    _refuse_overdrawing(debit, amount_minor=amount_minor)
    return _write(
        posting,
        kind=kind,
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        value_date=value_date,
        note=note,
        reverses_id=reverses_id,
        is_history=is_history,
    )


def _refuse_status(account: PostingAccount, *, field: str, takes_out: bool) -> None:
    if account.status == "closed":
        raise AccountClosed(field=field)
    if account.status == "frozen":
        raise AccountFrozen(field=field)
    if takes_out and account.status == "credits_only":
        raise CreditsOnly(field=field)


def _refuse_old(value_date: date, *, business_date: date) -> None:
    if value_date < business_date - timedelta(days=settings.BACK_DATING_DAYS):
        raise ValueDateTooOld(field="value_date")


def _refuse_overdrawing(account: PostingAccount, *, amount_minor: int) -> None:
    if account.is_internal:
        return
    if amount_minor > account.available_minor:
        available = format_amount(max(account.available_minor, 0), currency=account.currency)
        raise InsufficientFunds(
            f"{available} {account.currency} can be spent from this account.", field="amount"
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
        ]
    )
    changes = [(account.id, account.sequence, amount) for account, amount in customers]
    if statements.update_accounts(changes, posted_at=posted_at) != len(changes):
        raise LostUpdate
    for account, amount in customers:
        account.balance_minor += amount
        account.sequence += 1
        account.last_posted_at = posted_at
    statements.insert_entries(
        [
            (
                account.id,
                account.sequence,
                transfer_id,
                _entry_type(kind, amount),
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


def _entry_type(kind: str, amount_minor: int) -> str:
    out, into = ENTRY_TYPES.get(kind, (kind, kind))
    return out if amount_minor < 0 else into
