"""Agree a payment for later: once on a date, or again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.errors import AccessNotEnough, AccountNotFound, CurrencyMismatch, SameAccount
from kernel.ledger.queries import HeldAccount, NamedAccount
from kernel.ledger.records import MAY_MOVE, Answer, MoneyRequest
from kernel.money import format_amount
from kernel.step_up.proofs import Proof
from services.transactions.commands.payer import lock_payer
from services.transactions.commands.rules import read_amount
from services.transactions.commands.step_up import prove_payment
from services.transactions.models import Payee, StandingOrder
from services.transactions.names import initials
from services.transactions.queries.limits import day_of
from services.transactions.queries.payees import PayeeNotFound, find_paid, find_payee, is_new
from services.transactions.queries.standing_orders import schedule_of
from services.transactions.receipts import order_content
from services.transactions.schedules import Schedule

SERVICE: Final = "transactions"
BLOCK_REASON: Final = "A standing order pays from this account."


class OrderDateInPast(Refused):
    """An order begins today or later."""


class OrderHasNoDay(Refused):
    """The order ends before its first day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a person orders, as they wrote it; the payee is an account or one of their payees."""

    from_account: UUID
    amount: object
    schedule: Schedule
    to_account: str = ""
    payee_id: UUID | None = None
    currency: str | None = None
    note: str = ""
    retry_days: int = 0


@retry_on_contention
@transaction.atomic(durable=True)
def order_payment(
    *, request: MoneyRequest, now: datetime, wanted: Wanted, proof: Proof | None = None
) -> Answer:
    """Write a standing order and keep its account open for it.

    Raises:
        AccountNotFound, PayeeNotFound, AccessNotEnough, SameAccount, AmountInvalid,
        CurrencyMismatch, AmountAboveLimit, OrderDateInPast, OrderHasNoDay, AccountClosed,
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: in this order.

    """
    person_id = request.actor_id
    lock_payer(person_id)
    answer = find_answer(request)
    if answer is not None:
        return answer
    payer = _payer(wanted, person_id=person_id)
    payee, to = _payee(wanted, person_id=person_id)
    if to.id == payer.id:
        raise SameAccount(field="to_account")
    amount_minor = read_amount(wanted.amount, currency=wanted.currency, account=payer)
    if to.currency != payer.currency:
        raise CurrencyMismatch(f"The account is kept in {to.currency}.", field="currency")
    if wanted.schedule.first_date < day_of(now):
        raise OrderDateInPast(field="first_date")
    first_day = wanted.schedule.first_day()
    if first_day is None:
        raise OrderHasNoDay(field="end_date")
    order = StandingOrder(
        person_id=person_id,
        account_id=payer.id,
        to_account_id=to.id,
        to_number=to.number,
        to_name=payee.name if payee and payee.name else initials(to.title),
        amount_minor=amount_minor,
        currency=payer.currency,
        note=wanted.note,
        frequency=wanted.schedule.frequency,
        interval=wanted.schedule.interval,
        day_of_month=wanted.schedule.day_of_month,
        first_date=wanted.schedule.first_date,
        end_date=wanted.schedule.end_date,
        max_executions=wanted.schedule.max_executions,
        retry_days=wanted.retry_days,
        next_date=first_day,
        created_at=now,
        changed_at=now,
    )
    hold_open(order, now=now)
    order.save(force_insert=True)
    prove_order(order, proof=proof, payee=payee, amount_minor=amount_minor, now=now)
    return ledger.keep_answer(request=request, content=order_content(order), now=now)


def hold_open(order: StandingOrder, *, now: datetime) -> None:
    """Put the ledger's block on the order's account.

    Raises:
        AccountClosed: it is too late.

    """
    order.block_id = ledger.block_closing(
        account_id=order.account_id, service=SERVICE, reason=BLOCK_REASON, now=now
    )


def prove_order(
    order: StandingOrder,
    *,
    proof: Proof | None,
    payee: Payee | None,
    amount_minor: int,
    now: datetime,
) -> None:
    """Use up the proof that an order to somebody else's account needs above the thresholds.

    Raises:
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why it is not proven.

    """
    rights = books.list_holders(account_ids=[order.to_account_id])[order.to_account_id]
    if any(holder == order.person_id and access in MAY_MOVE for holder, access in rights):
        return
    prove_payment(
        proof=proof,
        person_id=order.person_id,
        operation="order_standing_payment",
        facts={
            "amount": format_amount(amount_minor, currency=order.currency),
            "currency": order.currency,
            "to_account": order.to_number,
            "schedule": schedule_of(order).text(),
        },
        amount_minor=amount_minor,
        is_new=is_new(payee, now=now),
        now=now,
    )


def _payer(wanted: Wanted, *, person_id: UUID) -> HeldAccount:
    try:
        payer = books.get_held_account(account_id=wanted.from_account, person_id=person_id)
    except AccountNotFound:
        raise AccountNotFound(field="from_account") from None
    if payer.access not in MAY_MOVE:
        raise AccessNotEnough(field="from_account")
    return payer


def _payee(wanted: Wanted, *, person_id: UUID) -> tuple[Payee | None, NamedAccount]:
    reference = wanted.to_account
    if wanted.payee_id is not None:
        saved = find_payee(person_id=person_id, payee_id=wanted.payee_id)
        if saved is None:
            raise PayeeNotFound(field="payee")
        reference = str(saved.account_id)
    to = books.find_account(reference)
    if to is None:
        raise AccountNotFound(field="to_account")
    return find_paid(person_id=person_id, account_id=to.id), to
