"""Undo a transfer that should not have been: by staff, above an amount by two of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description, Policy
from kernel.audit.commands import record_edit
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.commands.reverse_transfer import Undoing
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import TransferReversed
from kernel.ledger.records import MAY_MOVE, Answer, MoneyRequest
from kernel.money import format_amount
from services.transactions.commands.limits import give_back_limit
from services.transactions.commands.payer import lock_payer
from services.transactions.commands.rules import TellersOwnAccount
from services.transactions.queries.limits import day_of
from services.transactions.receipts import reversal_receipt
from services.transactions.thresholds import amount_of

POLICY: Final = "transactions.reverse_transfer"
OPERATION: Final = "reversal"


@retry_on_contention
@transaction.atomic(durable=True)
def reverse_transfer(
    *,
    request: MoneyRequest,
    now: datetime,
    transfer_id: UUID,
    reason: str,
    with_fees: bool = True,
    dated: str = "today",
) -> Answer:
    """Post the exact mirror of a transfer, once, and of its fees unless they are to stay.

    `dated` is `today`, or `original`: then the reversal counts when the original did. Either way
    it belongs to the open business day.

    Raises:
        TransferNotFound: there is no such transfer.
        TellersOwnAccount: whoever asks holds one of its accounts.
        ReversalNotReversible, TransferReversed: it cannot be reversed, or was.
        AccountClosed, AccountFrozen, CreditsOnly: the ledger's refusals.
        PayeeFundsMissing: the payee no longer has the money.

    """
    return _reverse(
        request=request,
        now=now,
        transfer_id=transfer_id,
        reason=reason,
        with_fees=with_fees,
        dated=dated,
    )


def ask_if_large(
    *,
    maker_id: UUID,
    now: datetime,
    transfer_id: UUID,
    reason: str,
    with_fees: bool = True,
    dated: str = "today",
) -> Request | None:
    """Ask for a second person where the amount needs one; a request that waits is returned again.

    Raises:
        TransferNotFound: there is no such transfer.
        TransferReversed: it was reversed.

    """
    undoing = ledger.prepare_reversal(transfer_id=transfer_id)
    limit_minor = amount_of("REVERSAL_ALONE_UP_TO", currency=undoing.currency)
    if undoing.amount_minor <= limit_minor:
        return None
    waiting = Request.objects.filter(
        policy=POLICY, subject_id=transfer_id, status=Request.Status.WAITING, expires_at__gt=now
    ).first()
    if waiting is not None:
        return waiting
    if undoing.is_reversed:
        raise TransferReversed
    return approvals.ask(
        policy=POLICY,
        subject_id=transfer_id,
        arguments={
            "transfer_id": str(transfer_id),
            "reason": reason,
            "with_fees": with_fees,
            "dated": dated,
        },
        maker_id=maker_id,
        reason=reason,
        now=now,
    )


def _reverse(
    *,
    request: MoneyRequest,
    now: datetime,
    transfer_id: UUID,
    reason: str,
    with_fees: bool,
    dated: str,
) -> Answer:
    undoing = ledger.prepare_reversal(transfer_id=transfer_id)
    if undoing.actor_id is not None:
        lock_payer(undoing.actor_id)
    posting = ledger.begin_posting(request=request, account_ids=undoing.account_ids, now=now)
    if posting.answer is not None:
        return posting.answer
    if any(account.access is not None for account in posting.accounts.values()):
        raise TellersOwnAccount
    movements = ledger.reverse_transfer(
        posting,
        transfer_id=transfer_id,
        reason=reason,
        with_fees=with_fees,
        as_original=dated == "original",
    )
    _give_back(undoing, now=now)
    record_edit(
        service="transactions",
        subject_type="transfer",
        subject_id=transfer_id,
        action="transfer.reverse",
        actor_id=request.actor_id,
        before={"status": "posted"},
        after={"status": "reversed", "reversal": movements[0].id},
        reason=reason,
        now=now,
    )
    return ledger.keep_answer(
        request=request, content=reversal_receipt(movements, original_id=transfer_id), now=now
    )


def _give_back(undoing: Undoing, *, now: datetime) -> None:
    # Only what was paid to somebody else was counted.
    if undoing.kind != "transfer" or undoing.actor_id is None:
        return
    holders = books.list_holders(account_ids=[undoing.payee_id])[undoing.payee_id]
    if any(person == undoing.actor_id and access in MAY_MOVE for person, access in holders):
        return
    give_back_limit(
        person_id=undoing.actor_id,
        currency=undoing.currency,
        amount_minor=undoing.amount_minor,
        paid_on=day_of(undoing.posted_at),
        now=now,
    )


def _describe(arguments: dict[str, Any]) -> Description:
    transfer_id = UUID(arguments["transfer_id"])
    transfer = books.read_transfer(transfer_id=transfer_id)
    amount = format_amount(transfer.amount_minor, currency=transfer.currency)
    is_reversed = transfer.reversed_by_id is not None
    return Description(
        title=f"Reverse {amount} {transfer.currency} from {transfer.debit.number} "
        f"to {transfer.credit.number}",
        before={"status": "reversed" if is_reversed else "posted"},
        after={
            "status": "reversed",
            "fees": "reversed" if arguments["with_fees"] else "kept",
            "counts": arguments["dated"],
        },
    )


def _carry_out(
    *,
    arguments: dict[str, Any],
    maker_id: UUID,
    checker_id: UUID,
    now: datetime,
) -> dict[str, Any]:
    transfer_id = UUID(arguments["transfer_id"])
    undoing = ledger.prepare_reversal(transfer_id=transfer_id)
    holders = books.list_holders(account_ids=undoing.account_ids).values()
    if any(person == checker_id for found in holders for person, _ in found):
        raise TellersOwnAccount
    request = MoneyRequest.make(
        actor_id=maker_id, operation=OPERATION, key=f"approved-{transfer_id}", body=arguments
    )
    _reverse(
        request=request,
        now=now,
        transfer_id=transfer_id,
        reason=arguments["reason"],
        with_fees=arguments["with_fees"],
        dated=arguments["dated"],
    )
    reversed_by = books.read_transfer(transfer_id=transfer_id).reversed_by_id
    return {"transfer": str(transfer_id), "reversal": str(reversed_by)}


REVERSAL_POLICY: Final = Policy(
    name=POLICY,
    service="transactions",
    permission="transactions.approve_reversal",
    describe=_describe,
    carry_out=_carry_out,
)
