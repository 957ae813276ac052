"""Reservations: place, capture, void, expire. What is held can neither be spent nor closed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kernel.ledger import statements
from kernel.ledger.commands.post_transfer import post_transfer
from kernel.ledger.commands.posting import Posting
from kernel.ledger.commands.refusals import refuse_overdrawing, refuse_status
from kernel.ledger.contention import LostUpdate
from kernel.ledger.errors import (
    CaptureAboveHold,
    CurrencyMismatch,
    HoldExpired,
    HoldNotActive,
    HoldNotFound,
    SameAccount,
)
from kernel.ledger.models import Capture, Hold
from kernel.ledger.records import Movement, PostingAccount, Reservation

CHUNK: Final = 200


def place_hold(
    posting: Posting,
    *,
    account: PostingAccount,
    payee: PostingAccount,
    amount_minor: int,
    reason: str,
    expires_at: datetime,
) -> Reservation:
    """Reserve money on a locked account for a payee: a customer's account or one of the bank's.

    Raises:
        SameAccount, CurrencyMismatch, AccountClosed, AccountFrozen, CreditsOnly, InsufficientFunds:
        in this order.

    """
    assert connection.in_atomic_block
    assert amount_minor > 0
    assert expires_at > posting.now
    if account.id == payee.id:
        raise SameAccount(field="to_account")
    if account.currency != payee.currency:
        raise CurrencyMismatch(f"The account is kept in {payee.currency}.", field="currency")
    refuse_status(account, field="account")
    refuse_overdrawing(account, amount_minor=amount_minor)
    _change_held(account, change_minor=amount_minor)
    hold = Hold.objects.create(
        account_id=account.id,
        payee_id=payee.id,
        amount_minor=amount_minor,
        reason=reason,
        actor_id=posting.request.actor_id,
        created_at=posting.now,
        expires_at=expires_at,
    )
    return Reservation.of(hold, currency=account.currency)


def capture_hold(
    posting: Posting, *, hold_id: UUID, amount_minor: int | None, is_final: bool
) -> tuple[Reservation, Movement]:
    """Take money out of a hold and pay it to the hold's payee; without an amount, all that is left.

    A final capture releases what it does not take; another one leaves the rest reserved. The
    posting holds the locks of both accounts.

    Raises:
        HoldNotFound: there is none.
        HoldNotActive: it has ended.
        HoldExpired: its time is over, whether or not it was swept already.
        CaptureAboveHold: more is asked for than is left.
        AccountClosed, AccountFrozen, CreditsOnly: the ledger's refusals.

    """
    hold = _lock_active(hold_id)
    if hold.expires_at is not None and hold.expires_at <= posting.now:
        raise HoldExpired
    left = hold.amount_minor - hold.captured_minor
    taken = left if amount_minor is None else amount_minor
    if taken > left:
        raise CaptureAboveHold(field="amount")
    account = posting.any_account(hold.account_id, field="account")
    payee = posting.account_or_banks(hold.payee_id, field="to_account")
    ends = is_final or taken == left
    # Released first: no state of the row in between is below the floor.
    _change_held(account, change_minor=-(left if ends else taken))
    movement = post_transfer(
        posting,
        kind="transfer",
        debit=account,
        credit=payee,
        amount_minor=taken,
        note=hold.reason,
    )
    Capture.objects.create(transfer_id=movement.id, hold=hold)
    hold.captured_minor += taken
    if ends:
        hold.status = Hold.Status.CAPTURED
        hold.ended_at = posting.now
    hold.save(update_fields=["captured_minor", "status", "ended_at"])
    return Reservation.of(hold, currency=account.currency), movement


def void_hold(posting: Posting, *, hold_id: UUID) -> Reservation:
    """Release what is left of a hold. A frozen account's holds can be voided too.

    Raises:
        HoldNotFound: there is none.
        HoldNotActive: it has ended.

    """
    hold = _lock_active(hold_id)
    account = posting.any_account(hold.account_id, field="account")
    _end(hold, account=account, status=Hold.Status.VOIDED, now=posting.now)
    return Reservation.of(hold, currency=account.currency)


@transaction.atomic
def expire_holds(*, now: datetime) -> int:
    """Release up to CHUNK holds whose time is over and return how many; safe to run any time."""
    due = Hold.objects.filter(status=Hold.Status.ACTIVE, expires_at__lte=now)
    found = list(due.order_by("expires_at", "id").values_list("id", "account_id")[:CHUNK])
    if not found:
        return 0
    locked = statements.lock_accounts(account_ids=[account for _, account in found], person_id=None)
    accounts = {account.id: account for account in locked}
    holds = _lock([hold_id for hold_id, _ in found])
    return sum(_expire(hold, accounts=accounts, now=now) for hold in holds)


def _expire(hold: Hold, *, accounts: dict[UUID, PostingAccount], now: datetime) -> bool:
    if hold.status != Hold.Status.ACTIVE:
        return False  # captured or voided while this waited for the account
    _end(hold, account=accounts[hold.account_id], status=Hold.Status.EXPIRED, now=now)
    return True


def _end(hold: Hold, *, account: PostingAccount, status: Hold.Status, now: datetime) -> None:
    _change_held(account, change_minor=hold.captured_minor - hold.amount_minor)
    hold.status = status
    hold.ended_at = now
    hold.save(update_fields=["status", "ended_at"])


def _lock_active(hold_id: UUID) -> Hold:
    assert connection.in_atomic_block
    found = _lock([hold_id])
    if not found:
        raise HoldNotFound
    if found[0].status != Hold.Status.ACTIVE:
        raise HoldNotActive(f"The hold is {found[0].status}.")
    return found[0]


def _lock(hold_ids: Sequence[UUID]) -> list[Hold]:
    # Always after the accounts, in id order.
    return list(Hold.objects.select_for_update().filter(id__in=hold_ids).order_by("id"))


def _change_held(account: PostingAccount, *, change_minor: int) -> None:
    changed = statements.change_held(
        account_id=account.id,
        sequence=account.sequence,
        held_minor=account.held_minor,
        change_minor=change_minor,
    )
    if changed != 1:
        raise LostUpdate
    account.held_minor += change_minor
