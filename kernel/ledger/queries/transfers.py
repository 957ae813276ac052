"""One transfer, as somebody who holds one of its accounts may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.errors import NotFound
from kernel.ledger.models import Account, Holder, Note, Transfer


class TransferNotFound(NotFound):
    """There is no such transfer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """One account of a transfer, as the other side may see it."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedTransfer:
    """A transfer as it was posted."""

    id: UUID
    kind: str
    amount_minor: int
    currency: str
    note: str
    posted_at: datetime
    value_date: date
    debit: Party
    credit: Party


def get_transfer(*, transfer_id: UUID, person_id: UUID) -> PostedTransfer:
    """Return a transfer with both accounts and its note.

    Raises:
        TransferNotFound: there is none, or the person holds neither account.

    """
    found = Transfer.objects.filter(id=transfer_id).select_related(
        "debit_account", "credit_account"
    )
    transfer = found.first()
    if transfer is None:
        raise TransferNotFound
    sides = [transfer.debit_account_id, transfer.credit_account_id]
    if not Holder.objects.filter(person_id=person_id, account_id__in=sides).exists():
        raise TransferNotFound
    return _posted(transfer)


def read_transfer(*, transfer_id: UUID) -> PostedTransfer:
    """Return a transfer for the bank's own work, whoever holds its accounts.

    Raises:
        TransferNotFound: there is none.

    """
    found = Transfer.objects.filter(id=transfer_id).select_related(
        "debit_account", "credit_account"
    )
    transfer = found.first()
    if transfer is None:
        raise TransferNotFound
    return _posted(transfer)


def _posted(transfer: Transfer) -> PostedTransfer:
    note = Note.objects.filter(transfer_id=transfer.id).first()
    return PostedTransfer(
        id=transfer.id,
        kind=transfer.kind,
        amount_minor=transfer.amount_minor,
        currency=transfer.currency,
        note=note.text if note else "",
        posted_at=transfer.posted_at,
        value_date=transfer.value_date,
        debit=_party(transfer.debit_account),
        credit=_party(transfer.credit_account),
    )


def _party(account: Account) -> Party:
    return Party(id=account.id, number=account.number, title=account.title)
