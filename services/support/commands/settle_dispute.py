"""What becomes of disputed money meanwhile: a hold where it went, or a credit until it is decided.

Both are asked for on the ticket and carried out once a second person agrees (ADR 0013). Ending them
is the counter's work as ever: `/holds/{id}/capture` or `/void`, `/transfers/{id}/reversal`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description, Policy
from kernel.errors import Conflict, Refused
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.commands import Posting
from kernel.ledger.queries.transfers import PostedTransfer
from kernel.ledger.records import MoneyRequest
from kernel.money import format_amount, parse_amount
from services.support import queries
from services.support.commands.ticket_log import (
    OwnTicket,
    TicketMerged,
    lock_for_staff,
    settle,
    write_down,
)
from services.support.models import Measure, Ticket

HOLD_POLICY: Final = "support.hold_disputed"
CREDIT_POLICY: Final = "support.credit_disputed"
_POLICIES: Final = {Measure.Kind.HOLD: HOLD_POLICY, Measure.Kind.CREDIT: CREDIT_POLICY}
_STANDING: Final = (Request.Status.WAITING, Request.Status.APPROVED)


class NoDispute(Refused):
    """The ticket is no dispute."""


class NothingToHold(Refused):
    """The money is on no account of a customer here."""


class NothingToCredit(Refused):
    """The disputed transaction took no money from the customer."""


class MeasureAboveDispute(Refused):
    """More is asked for than is disputed."""


class MeasureExists(Conflict):
    """The ticket has such a measure already."""


@transaction.atomic(durable=True)
def ask_for_measure(
    *,
    ticket_id: UUID,
    actor_id: UUID,
    kind: str,
    reason: str,
    version: int,
    now: datetime,
    amount: object = None,
) -> Request:
    """Ask for a hold or a provisional credit of what is disputed, or of a part of it.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.
        NoDispute: the ticket is about something else.
        NothingToHold, NothingToCredit: there is nothing of the kind to be done.
        AmountInvalid, MeasureAboveDispute: the amount is none, or too much.
        MeasureExists: one of the kind waits or was carried out.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    if ticket.kind != Ticket.Kind.DISPUTE or ticket.transaction_id is None:
        raise NoDispute
    transfer = _transfer_of(ticket)
    measured = Measure.Kind(kind)
    account_id, payee_id = _sides(ticket, transfer, kind=measured)
    amount_minor = transfer.amount_minor
    if amount is not None:
        amount_minor = parse_amount(amount, currency=transfer.currency)
    if amount_minor > transfer.amount_minor:
        raise MeasureAboveDispute(field="amount")
    _refuse_second(ticket, kind=measured)
    measure = Measure(
        id=new_id(),
        ticket=ticket,
        kind=measured,
        amount_minor=amount_minor,
        currency=transfer.currency,
        account_id=account_id,
        asked_by=actor_id,
        asked_at=now,
    )
    request = approvals.ask(
        policy=_POLICIES[measured],
        subject_id=ticket.id,
        arguments={
            "measure": str(measure.id),
            "ticket": str(ticket.id),
            "transfer": str(transfer.id),
            "kind": kind,
            "account": str(account_id),
            "payee": None if payee_id is None else str(payee_id),
            "amount_minor": amount_minor,
        },
        maker_id=actor_id,
        reason=reason,
        now=now,
    )
    measure.approval_id = request.id
    measure.save(force_insert=True)
    _log(ticket, "measure_asked", measure, actor_id=actor_id, now=now)
    return request


def describe_measure(arguments: dict[str, Any]) -> Description:
    """Return what a measure would do, for who decides it.

    Raises:
        TransferNotFound: there is no such transfer.

    """
    transfer = books.read_transfer(transfer_id=UUID(arguments["transfer"]))
    ticket = queries.get_ticket(ticket_id=UUID(arguments["ticket"]), person_id=None)
    amount = f"{format_amount(arguments['amount_minor'], currency=transfer.currency)} "
    amount += transfer.currency
    is_reversed = transfer.reversed_by_id is not None
    number = transfer.credit.number if _is_hold(arguments) else transfer.debit.number
    verb = "Hold" if _is_hold(arguments) else "Credit provisionally"
    return Description(
        title=f"{verb} {amount} on {number} (ticket {ticket.reference})",
        before={"transfer": "reversed" if is_reversed else "posted", "measure": "none"},
        after={"transfer": "posted", "measure": f"{arguments['kind']} of {amount}"},
    )


def carry_out_measure(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Place the hold or post the credit, now that two people want it.

    Raises:
        OwnTicket: one of the two holds an account that it touches, or raised the ticket.
        TicketMerged: the ticket goes on in another one.
        AccountClosed, AccountFrozen, CreditsOnly, InsufficientFunds: the ledger's refusals.

    """
    ticket = Ticket.objects.select_for_update().get(id=UUID(arguments["ticket"]))
    if ticket.merged_into_id is not None:
        raise TicketMerged
    measure = Measure.objects.get(id=UUID(arguments["measure"]))
    account_id = UUID(arguments["account"])
    payee_id = UUID(arguments["payee"]) if arguments["payee"] else None
    touched = [account_id, *([payee_id] if payee_id else [])]
    holders = books.list_holders(account_ids=touched).values()
    people = {person for found in holders for person, _ in found} | {ticket.person_id}
    if people & {maker_id, checker_id}:
        raise OwnTicket
    request = MoneyRequest.make(
        actor_id=maker_id, operation="dispute", key=f"measure-{measure.id}", body=arguments
    )
    posting = ledger.begin_posting(request=request, account_ids=touched, now=now)
    act = _hold if _is_hold(arguments) else _credit
    measure.outcome_id = act(posting, measure, ticket=ticket, payee_id=payee_id)
    measure.save(update_fields=["outcome_id"])
    ledger.keep_answer(request=request, content={"id": str(measure.outcome_id)}, now=now)
    _log(ticket, "measure_taken", measure, actor_id=checker_id, now=now)
    return {measure.kind: str(measure.outcome_id)}


def _hold(posting: Posting, measure: Measure, *, ticket: Ticket, payee_id: UUID | None) -> UUID:
    assert payee_id is not None
    placed = ledger.place_hold(
        posting,
        account=posting.any_account(measure.account_id, field="account"),
        payee=posting.account_or_banks(payee_id, field="to_account"),
        amount_minor=measure.amount_minor,
        reason=f"Dispute {ticket.reference}",
        expires_at=posting.now + timedelta(days=settings.HOLD_MAX_DAYS),
    )
    return placed.id


def _credit(posting: Posting, measure: Measure, *, ticket: Ticket, payee_id: UUID | None) -> UUID:
    assert payee_id is None
    movement = ledger.post_transfer(
        posting,
        kind="transfer",
        debit=posting.bank_account(purpose="suspense", currency=measure.currency),
        credit=posting.any_account(measure.account_id, field="account"),
        amount_minor=measure.amount_minor,
        note=f"Provisional credit, dispute {ticket.reference}",
    )
    return movement.id


def _transfer_of(ticket: Ticket) -> PostedTransfer:
    assert ticket.transaction_id is not None
    found = books.get_transaction(transaction_id=ticket.transaction_id, person_id=None)
    return books.read_transfer(transfer_id=found.transfer_id)


def _sides(
    ticket: Ticket, transfer: PostedTransfer, *, kind: Measure.Kind
) -> tuple[UUID, UUID | None]:
    """Return the account that a measure is on, and for a hold whom it would pay."""
    if kind == Measure.Kind.CREDIT:
        if ticket.account_id != transfer.debit.id:
            raise NothingToCredit
        return transfer.debit.id, None
    if not books.get_known_accounts(account_ids=[transfer.credit.id]):
        raise NothingToHold
    return transfer.credit.id, transfer.debit.id


def _refuse_second(ticket: Ticket, *, kind: Measure.Kind) -> None:
    asked = Measure.objects.filter(ticket=ticket, kind=kind).values_list("approval_id", flat=True)
    if Request.objects.filter(id__in=list(asked), status__in=_STANDING).exists():
        raise MeasureExists


def _log(ticket: Ticket, event: str, measure: Measure, *, actor_id: UUID, now: datetime) -> None:
    details = {
        "measure": str(measure.id),
        "kind": str(measure.kind),
        "amount": format_amount(measure.amount_minor, currency=measure.currency),
        "currency": measure.currency,
    }
    write_down(ticket, event, actor_id=actor_id, now=now, details=details)
    settle(ticket, now=now)


def _is_hold(arguments: dict[str, Any]) -> bool:
    return bool(arguments["kind"] == Measure.Kind.HOLD)


POLICIES: Final = tuple(
    Policy(
        name=name,
        service="support",
        permission="tickets.approve_measure",
        describe=describe_measure,
        carry_out=carry_out_measure,
    )
    for name in _POLICIES.values()
)
