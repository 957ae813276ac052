"""Undo a transfer by its mirror. The original stays as it is: history is never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kernel.ledger.commands.post_transfer import post_transfer
from kernel.ledger.commands.posting import Posting
from kernel.ledger.errors import (
    InsufficientFunds,
    PayeeFundsMissing,
    ReversalNotReversible,
    TransferReversed,
)
from kernel.ledger.models import Entry, Transfer
from kernel.ledger.queries.transfers import TransferNotFound
from kernel.ledger.records import Movement


@dataclass(frozen=True, kw_only=True, slots=True)
class Undoing:
    """A transfer and what belongs to it, before it is reversed."""

    transfer_id: UUID
    account_ids: frozenset[UUID]
    amount_minor: int
    currency: str
    fee_ids: tuple[UUID, ...]
    kind: str
    actor_id: UUID | None
    payee_id: UUID
    posted_at: datetime
    is_reversed: bool


def prepare_reversal(*, transfer_id: UUID) -> Undoing:
    """Return what a reversal would undo: the transfer, its fees and all accounts to lock.

    Raises:
        TransferNotFound: there is no such transfer.

    """
    transfer = Transfer.objects.filter(id=transfer_id).first()
    if transfer is None:
        raise TransferNotFound
    fees = _linked(transfer)
    accounts = {
        account_id
        for one in (transfer, *fees)
        for account_id in (one.debit_account_id, one.credit_account_id)
    }
    return Undoing(
        transfer_id=transfer.id,
        account_ids=frozenset(accounts),
        amount_minor=transfer.amount_minor,
        currency=transfer.currency,
        fee_ids=tuple(fee.id for fee in fees),
        kind=transfer.kind,
        actor_id=transfer.actor_id,
        payee_id=transfer.credit_account_id,
        posted_at=transfer.posted_at,
        is_reversed=Transfer.objects.filter(reverses_id=transfer.id).exists(),
    )


def reverse_transfer(
    posting: Posting,
    *,
    transfer_id: UUID,
    reason: str,
    with_fees: bool = True,
    as_original: bool = False,
) -> list[Movement]:
    """Post the exact mirror of a transfer, and of its fees when asked, once.

    `as_original` dates it as the original counts; otherwise it counts on the open business day,
    which it belongs to in any case. The first movement is the transfer's, the others its fees'.

    Raises:
        TransferNotFound: there is no such transfer.
        ReversalNotReversible: it is a reversal itself.
        TransferReversed: it was reversed before.
        AccountClosed, AccountFrozen, CreditsOnly: the ledger's refusals.
        PayeeFundsMissing: the money is no longer there.

    """
    assert connection.in_atomic_block
    # Both accounts of a movement are locked: whoever reverses the same one waits for this.
    transfer = Transfer.objects.filter(id=transfer_id).first()
    if transfer is None:
        raise TransferNotFound
    if transfer.reverses_id is not None:
        raise ReversalNotReversible
    if Transfer.objects.filter(reverses_id=transfer.id).exists():
        raise TransferReversed
    fees = _linked(transfer) if with_fees else []
    undone = set(
        Transfer.objects.filter(reverses_id__in=[fee.id for fee in fees]).values_list(
            "reverses_id", flat=True
        )
    )
    main = _mirror(posting, transfer, reason=reason, as_original=as_original, linked_id=None)
    return [
        main,
        *(
            _mirror(posting, fee, reason=reason, as_original=as_original, linked_id=main.id)
            for fee in fees
            if fee.id not in undone
        ),
    ]


def _mirror(
    posting: Posting, original: Transfer, *, reason: str, as_original: bool, linked_id: UUID | None
) -> Movement:
    value_date: date | None = original.value_date if as_original else None
    try:
        return post_transfer(
            posting,
            kind="reversal",
            debit=posting.account_or_banks(original.credit_account_id, field="to_account"),
            credit=posting.account_or_banks(original.debit_account_id, field="from_account"),
            amount_minor=original.amount_minor,
            value_date=value_date,
            note=reason,
            reverses_id=original.id,
            linked_id=linked_id,
            any_past=True,
        )
    except InsufficientFunds as missing:
        raise PayeeFundsMissing(missing.detail) from None


def _linked(transfer: Transfer) -> list[Transfer]:
    # What belongs to a movement was posted in its transaction, so its entries follow at once on one
    # of its accounts: points of the primary key.
    found: dict[UUID, Transfer] = {}
    sides = (
        (transfer.debit_account_id, transfer.debit_sequence),
        (transfer.credit_account_id, transfer.credit_sequence),
    )
    for account_id, sequence in sides:
        following = sequence
        while following is not None:
            following += 1
            entry = (
                Entry.objects.filter(account_id=account_id, sequence=following)
                .select_related("transfer")
                .first()
            )
            if entry is None or entry.transfer.linked_id != transfer.id:
                break
            found[entry.transfer_id] = entry.transfer
    return list(found.values())
