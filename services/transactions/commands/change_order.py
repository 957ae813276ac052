"""Change, pause, resume, cancel a standing order, or leave one of its days out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, Refused
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.step_up.proofs import Proof
from services.transactions.commands.order_payment import OrderHasNoDay, hold_open, prove_order
from services.transactions.commands.payer import lock_payer
from services.transactions.commands.rules import read_amount
from services.transactions.models import OrderExecution, StandingOrder
from services.transactions.queries.limits import day_of
from services.transactions.queries.payees import find_paid
from services.transactions.queries.standing_orders import StandingOrderNotFound, schedule_of

_OPEN: Final = frozenset({StandingOrder.Status.ACTIVE, StandingOrder.Status.PAUSED})
_ONE_DAY: Final = timedelta(days=1)


class StandingOrderOver(Conflict):
    """The standing order is completed or cancelled."""


class StandingOrderNotActive(Conflict):
    """The standing order is paused."""


class StandingOrderNotPaused(Conflict):
    """The standing order is not paused."""


class DateNotOfOrder(Refused):
    """The order is not due on this day, or the day is settled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What shall be different; None leaves a thing as it is. An end that was set stays an end."""

    amount: object | None = None
    note: str | None = None
    end_date: date | None = None
    max_executions: int | None = None
    retry_days: int | None = None


@transaction.atomic(durable=True)
def change_order(
    *,
    person_id: UUID,
    order_id: UUID,
    changes: Changes,
    proof: Proof | None = None,
    now: datetime,
) -> StandingOrder:
    """Change an order from its next day on. A raised amount needs a proof as a new order does.

    Raises:
        StandingOrderNotFound, StandingOrderOver: there is nothing to change.
        AmountInvalid, AmountAboveLimit, OrderHasNoDay: the change makes no order.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why it is not proven.

    """
    order = _lock(person_id=person_id, order_id=order_id)
    before_minor = order.amount_minor
    if changes.amount is not None:
        account = books.get_held_account(account_id=order.account_id, person_id=person_id)
        order.amount_minor = read_amount(changes.amount, currency=None, account=account)
    if changes.note is not None:
        order.note = changes.note
    if changes.retry_days is not None:
        order.retry_days = changes.retry_days
    _change_end(order, changes=changes)
    order.changed_at = now
    order.save()
    if order.amount_minor > before_minor:
        payee = find_paid(person_id=person_id, account_id=order.to_account_id)
        prove_order(order, proof=proof, payee=payee, amount_minor=order.amount_minor, now=now)
    return order


@transaction.atomic(durable=True)
def skip_order_once(*, person_id: UUID, order_id: UUID, day: date, now: datetime) -> StandingOrder:
    """Leave out one day of an order. The day still counts as one of its executions.

    Raises:
        StandingOrderNotFound, StandingOrderOver: there is nothing to leave out.
        DateNotOfOrder: the order does not fall on this day, or the day is over.

    """
    order = _lock(person_id=person_id, order_id=order_id)
    assert order.next_date is not None
    if day < max(order.next_date, day_of(now)):
        raise DateNotOfOrder(field="date")
    if schedule_of(order).next_after(day - _ONE_DAY) != day:
        raise DateNotOfOrder(field="date")
    if day.isoformat() not in order.skipped_dates:
        order.skipped_dates = sorted([*order.skipped_dates, day.isoformat()])
        order.tried_on = None
        order.changed_at = now
        order.save()
    return order


@transaction.atomic(durable=True)
def pause_order(*, person_id: UUID, order_id: UUID, now: datetime) -> StandingOrder:
    """Stop an order until it is resumed; its account may be closed meanwhile.

    Raises:
        StandingOrderNotFound, StandingOrderOver, StandingOrderNotActive: it cannot be paused.

    """
    order = _lock(person_id=person_id, order_id=order_id)
    if order.status != StandingOrder.Status.ACTIVE:
        raise StandingOrderNotActive
    _end_retries(order, code="order_paused", text="The order was paused.", now=now)
    if order.status == StandingOrder.Status.ACTIVE:
        order.status = StandingOrder.Status.PAUSED
        let_close(order)
    order.changed_at = now
    order.save()
    return order


@transaction.atomic(durable=True)
def resume_order(*, person_id: UUID, order_id: UUID, now: datetime) -> StandingOrder:
    """Go on with an order from today. Days that passed while it was paused are not made up.

    Raises:
        StandingOrderNotFound, StandingOrderOver, StandingOrderNotPaused: it cannot be resumed.
        AccountClosed: its account was closed meanwhile.

    """
    order = _lock(person_id=person_id, order_id=order_id)
    if order.status != StandingOrder.Status.PAUSED:
        raise StandingOrderNotPaused
    today = day_of(now)
    order.changed_at = now
    if order.next_date is not None and order.next_date < today:
        order.next_date = schedule_of(order).next_after(today - _ONE_DAY)
    if order.next_date is None:
        order.status = StandingOrder.Status.COMPLETED
    else:
        order.status = StandingOrder.Status.ACTIVE
        hold_open(order, now=now)
    order.save()
    return order


@transaction.atomic(durable=True)
def cancel_order(*, person_id: UUID, order_id: UUID, now: datetime) -> StandingOrder:
    """End an order for good. Its history stays.

    Raises:
        StandingOrderNotFound, StandingOrderOver: there is nothing to cancel.

    """
    order = _lock(person_id=person_id, order_id=order_id)
    _end_retries(order, code="order_cancelled", text="The order was cancelled.", now=now)
    order.status = StandingOrder.Status.CANCELLED
    order.next_date = None
    order.changed_at = now
    let_close(order)
    order.save()
    return order


def settle_day(order: StandingOrder) -> None:
    """Move a locked order on to its next day, or complete it. The caller saves it."""
    assert order.next_date is not None
    order.settled_count += 1
    order.tried_on = None
    order.next_date = schedule_of(order).next_after(order.next_date)
    if order.next_date is None:
        order.status = StandingOrder.Status.COMPLETED
        let_close(order)


def let_close(order: StandingOrder) -> None:
    """Take the ledger's block away. The caller saves the order."""
    if order.block_id is not None:
        ledger.allow_closing(block_id=order.block_id)
        order.block_id = None


def _lock(*, person_id: UUID, order_id: UUID) -> StandingOrder:
    orders = StandingOrder.objects.select_for_update()
    order = orders.filter(person_id=person_id, id=order_id).first()
    if order is None:
        raise StandingOrderNotFound
    lock_payer(person_id)
    if order.status not in _OPEN:
        raise StandingOrderOver
    return order


def _change_end(order: StandingOrder, *, changes: Changes) -> None:
    if changes.end_date is None and changes.max_executions is None:
        return
    order.end_date = changes.end_date or order.end_date
    order.max_executions = changes.max_executions or order.max_executions
    assert order.next_date is not None
    if schedule_of(order).next_after(order.next_date - _ONE_DAY) != order.next_date:
        raise OrderHasNoDay("The order would be over: cancel it instead.", field="end_date")


def _end_retries(order: StandingOrder, *, code: str, text: str, now: datetime) -> None:
    # A day that waits for money is settled with the order: it is not tried again.
    waiting = OrderExecution.objects.filter(order=order, status=OrderExecution.Status.RETRYING)
    if waiting.update(status=OrderExecution.Status.FAILED, code=code, text=text, decided_at=now):
        settle_day(order)
