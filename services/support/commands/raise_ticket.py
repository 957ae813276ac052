"""A customer wants something."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import BankError, Conflict, Invalid, Refused
from kernel.ledger import queries as ledger
from services.support import queries
from services.support.commands.assignment import give_in_turn
from services.support.commands.ticket_log import settle, write_down
from services.support.models import Message, Ticket

# Without letters and digits that look or sound alike.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_REFERENCE_LENGTH: Final = 8
_PRIORITIES: Final = {
    Ticket.Kind.SECURITY: Ticket.Priority.URGENT,
    Ticket.Kind.DISPUTE: Ticket.Priority.HIGH,
}
_OVER: Final = (Ticket.Status.SOLVED, Ticket.Status.MERGED)


class TransactionNeeded(Invalid):
    """A dispute is about a transaction."""


class ContextMismatch(Invalid):
    """The transaction is on another account."""


class DisputeExists(Conflict):
    """You dispute this transaction already."""


class TooManyTickets(Refused):
    """You have too many open tickets."""


@transaction.atomic(durable=True)
def raise_ticket(
    *,
    person_id: UUID,
    kind: str,
    subject: str,
    body: str,
    now: datetime,
    account: UUID | None = None,
    transaction_id: UUID | None = None,
) -> Ticket:
    """Write a customer's ticket into the queue of its kind, or give it to whose turn it is.

    Raises:
        TransactionNeeded: a dispute without a transaction.
        TransactionNotFound, AccountNotFound: what it is about is not the customer's.
        ContextMismatch: the transaction is on another account than the one named.
        DisputeExists: the customer disputes this transaction already; `ticket` says where.
        TooManyTickets: more than TICKETS_PER_PERSON are not solved.

    """
    if kind == Ticket.Kind.DISPUTE and transaction_id is None:
        raise TransactionNeeded(field="transaction")
    account_id = _account_of(person_id=person_id, account=account, transaction_id=transaction_id)
    if kind == Ticket.Kind.DISPUTE:
        _refuse_second_dispute(person_id=person_id, transaction_id=transaction_id)
    unsolved = Ticket.objects.filter(person_id=person_id).exclude(status__in=_OVER)
    if unsolved.count() >= settings.TICKETS_PER_PERSON:
        raise TooManyTickets(f"At most {settings.TICKETS_PER_PERSON} are open at once.")
    ticket = Ticket.objects.create(
        reference="".join(secrets.choice(_LETTERS) for _ in range(_REFERENCE_LENGTH)),
        kind=kind,
        subject=subject,
        priority=_PRIORITIES.get(Ticket.Kind(kind), Ticket.Priority.NORMAL),
        queue=queries.queue_for(kind=kind),
        level=queries.current_level(),
        person_id=person_id,
        account_id=account_id,
        transaction_id=transaction_id,
        created_at=now,
        updated_at=now,
    )
    Message.objects.create(
        ticket=ticket, author_id=person_id, is_staff=False, body=body, created_at=now
    )
    priority = Ticket.Priority(ticket.priority).name.lower()
    write_down(ticket, "raised", actor_id=person_id, now=now, details={"priority": priority})
    if ticket.queue.is_round_robin:
        give_in_turn(ticket, now=now)
    settle(ticket, now=now)
    return ticket


def _account_of(
    *, person_id: UUID, account: UUID | None, transaction_id: UUID | None
) -> UUID | None:
    """Return the account that a ticket is about, once it is known to be the customer's."""
    if transaction_id is not None:
        with_field = _transaction_account(person_id=person_id, transaction_id=transaction_id)
        if account not in (None, with_field):
            raise ContextMismatch(field="account")
        return with_field
    if account is not None:
        try:
            ledger.get_held_account(account_id=account, person_id=person_id)
        except BankError as refusal:
            refusal.field = "account"
            raise
    return account


def _transaction_account(*, person_id: UUID, transaction_id: UUID) -> UUID:
    try:
        found = ledger.get_transaction(transaction_id=transaction_id, person_id=person_id)
    except BankError as refusal:
        refusal.field = "transaction"
        raise
    return found.account_id


def _refuse_second_dispute(*, person_id: UUID, transaction_id: UUID | None) -> None:
    others = Ticket.objects.filter(
        person_id=person_id, transaction_id=transaction_id, kind=Ticket.Kind.DISPUTE
    )
    other = others.exclude(status__in=_OVER).first()
    if other is not None:
        raise DisputeExists(extra={"ticket": str(other.id)})
