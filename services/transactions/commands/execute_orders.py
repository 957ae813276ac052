"""Carry out the standing orders that are due: each of their days exactly once.

(order, day) is a unique row, written in the transaction that moves the money; the order's own row
is locked first, so two beats, a killed worker or a run that is repeated change nothing.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction

from kernel.errors import BankError, TryAgain
from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import InsufficientFunds, ValueDateInFuture
from kernel.ledger.records import Answer, MoneyRequest
from kernel.money import format_amount
from kernel.outbox.models import Event
from services.transactions.commands.change_order import settle_day
from services.transactions.commands.limits import LimitExceeded
from services.transactions.commands.pay import Payment, pay
from services.transactions.commands.payees import PayeeCoolingOff
from services.transactions.metrics import order_days_total
from services.transactions.models import OrderExecution, StandingOrder
from services.transactions.queries.limits import day_of
from services.transactions.queries.standing_orders import list_due

log = structlog.get_logger(__name__)

OPERATION: Final = "standing_order"
CHUNK: Final = 100
# What may be otherwise tomorrow.
_MAY_PASS: Final = (InsufficientFunds, LimitExceeded, PayeeCoolingOff)
_TEXT_LENGTH: Final = 200


def execute_due_orders(
    *, now: datetime, after: UUID | None = None, limit: int = CHUNK
) -> UUID | None:
    """Carry out the next `limit` orders that are due today in the bank's zone.

    Returns the id to go on after, or None when there are no more. Days that were missed are made up
    in their order; what the bank was late with counts on the day it was due.
    """
    due = list_due(today=day_of(now), after=after, limit=limit)
    for order_id in due:
        try:
            while settle_next_day(order_id=order_id, now=now):
                pass
        except Exception:
            # One order with a defect must not keep all others waiting; the next run meets it again.
            order_days_total.labels("defect").inc()
            log.exception("standing_order.defect", order_id=str(order_id))
    return due[-1] if len(due) == limit else None


def settle_next_day(*, order_id: UUID, now: datetime) -> bool:
    """Settle the next day of an order if it is due; return whether it is settled.

    Not settled means that it is not due, or that it waits for tomorrow's attempt.
    """
    today = day_of(now)
    order = StandingOrder.objects.filter(id=order_id).first()
    if order is None or not _is_due(order, today=today):
        return False
    assert order.next_date is not None
    due = order.next_date
    if due.isoformat() in order.skipped_dates:
        return _count("skipped", _skip(order_id=order_id, due=due, now=now))
    request = _request(order, due=due)
    try:
        _execute(request=request, order_id=order_id, due=due, now=now)
    except (TryAgain, ValueDateInFuture) as failure:
        # Too busy, or the bank's day has begun and the ledger's has not: the next run does it.
        log.info("standing_order.later", order_id=str(order_id), code=failure.code)
        return False
    except BankError as refusal:
        ledger.record_refusal(request=request, refusal=refusal, now=now)
        is_settled = _note_refusal(order_id=order_id, due=due, refusal=refusal, now=now)
        return _count("failed" if is_settled else "retrying", is_settled)
    return _count("executed", True)


def _count(outcome: str, is_settled: bool) -> bool:  # noqa: FBT001  (handed through)
    order_days_total.labels(outcome).inc()
    return is_settled


def _request(order: StandingOrder, *, due: date) -> MoneyRequest:
    return MoneyRequest.make(
        actor_id=order.person_id,
        operation=OPERATION,
        key=f"{order.id}:{due}",
        body=[str(order.id), due.isoformat()],
    )


def _is_due(order: StandingOrder, *, today: date) -> bool:
    if order.status != StandingOrder.Status.ACTIVE:
        return False
    if order.next_date is None or order.next_date > today:
        return False
    return order.tried_on is None or order.tried_on < today


@retry_on_contention
@transaction.atomic(durable=True)
def _execute(*, request: MoneyRequest, order_id: UUID, due: date, now: datetime) -> Answer:
    order = _lock(order_id, due=due)
    if order is None:
        # Somebody else was first, or it was paused.
        return Answer.of({})
    # What the bank is late with counts when it was due; what waited for money, when it came.
    was_tried = order.tried_on is not None
    payment = Payment(
        from_account=order.account_id,
        to_account=str(order.to_account_id),
        amount=format_amount(order.amount_minor, currency=order.currency),
        currency=order.currency,
        note=order.note,
        value_date=None if was_tried else due,
        is_agreed=True,
        any_past=True,
    )
    answer, movement = pay(request=request, payment=payment, now=now)
    transfer_id = movement.id if movement else UUID(json.loads(answer.body)["id"])
    execution = _execution(order, due=due)
    execution.status = OrderExecution.Status.EXECUTED
    execution.attempts += 1
    execution.code = execution.text = ""
    execution.transfer_id, execution.decided_at = transfer_id, now
    execution.save()
    settle_day(order)
    order.save()
    return answer


@transaction.atomic(durable=True)
def _skip(*, order_id: UUID, due: date, now: datetime) -> bool:
    order = _lock(order_id, due=due)
    if order is None:
        return False
    execution = _execution(order, due=due)
    execution.status, execution.decided_at = OrderExecution.Status.SKIPPED, now
    execution.code = execution.text = ""
    execution.save()
    settle_day(order)
    order.save()
    return True


@transaction.atomic(durable=True)
def _note_refusal(*, order_id: UUID, due: date, refusal: BankError, now: datetime) -> bool:
    order = _lock(order_id, due=due)
    if order is None or not _is_due(order, today=day_of(now)):
        return False
    execution = _execution(order, due=due)
    execution.attempts += 1
    execution.code, execution.text = refusal.code, refusal.detail[:_TEXT_LENGTH]
    execution.decided_at = now
    will_retry = isinstance(refusal, _MAY_PASS) and execution.attempts <= order.retry_days
    if will_retry:
        execution.status = OrderExecution.Status.RETRYING
        execution.save()
        order.tried_on = day_of(now)
    else:
        execution.status = OrderExecution.Status.FAILED
        execution.save()
        Event.objects.create(
            name="standing_order.failed",
            payload={"order_id": str(order.id), "execution_id": str(execution.id)},
            created_at=now,
        )
        settle_day(order)
    order.save()
    return not will_retry


def _lock(order_id: UUID, *, due: date) -> StandingOrder | None:
    """Lock an order and return it if its next day is still `due`."""
    order = StandingOrder.objects.select_for_update().get(id=order_id)
    if order.status != StandingOrder.Status.ACTIVE or order.next_date != due:
        return None
    return order


def _execution(order: StandingOrder, *, due: date) -> OrderExecution:
    found = OrderExecution.objects.filter(order=order, due_date=due).first()
    return found or OrderExecution(order=order, due_date=due, amount_minor=order.amount_minor)
