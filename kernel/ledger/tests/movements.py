"""Movements as a service's command makes them; the ledger alone is under test."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from django.db import transaction

from kernel.ledger import commands, queries
from kernel.ledger.contention import retry_on_contention
from kernel.money import parse_amount


def _content(movement):
    return {"id": str(movement.id), "balance": movement.credit.balance_minor}


@retry_on_contention
@transaction.atomic
def deposit(*, request, account_id, amount, **values):
    now = datetime.now(UTC)
    posting = commands.begin_posting(request=request, account_ids=[account_id], now=now)
    if posting.answer:
        return posting.answer
    account = posting.any_account(account_id, field="account")
    movement = commands.post_transfer(
        posting,
        kind="deposit",
        debit=posting.bank_account(purpose="cash", currency=account.currency),
        credit=account,
        amount_minor=parse_amount(amount, currency=account.currency),
        **values,
    )
    return commands.keep_answer(request=request, content=_content(movement), now=now)


@retry_on_contention
@transaction.atomic
def withdraw(*, request, account_id, amount, **values):
    now = datetime.now(UTC)
    posting = commands.begin_posting(request=request, account_ids=[account_id], now=now)
    if posting.answer:
        return posting.answer
    account = posting.any_account(account_id, field="account")
    movement = commands.post_transfer(
        posting,
        kind="withdrawal",
        debit=account,
        credit=posting.bank_account(purpose="cash", currency=account.currency),
        amount_minor=parse_amount(amount, currency=account.currency),
        **values,
    )
    return commands.keep_answer(request=request, content=_content(movement), now=now)


@retry_on_contention
@transaction.atomic
def transfer(*, request, payer_id, payee_id, amount, **values):
    now = datetime.now(UTC)
    posting = commands.begin_posting(request=request, account_ids=[payer_id, payee_id], now=now)
    if posting.answer:
        return posting.answer
    payer = posting.any_account(payer_id, field="from_account")
    payee = posting.any_account(payee_id, field="to_account")
    movement = commands.post_transfer(
        posting,
        kind="transfer",
        debit=payer,
        credit=payee,
        amount_minor=parse_amount(amount, currency=payer.currency),
        **values,
    )
    return commands.keep_answer(request=request, content=_content(movement), now=now)


@retry_on_contention
@transaction.atomic
def hold(*, request, account_id, amount, payee_id=None, lasts=timedelta(days=7), now=None):
    now = now or datetime.now(UTC)
    wanted = [account_id] if payee_id is None else [account_id, payee_id]
    posting = commands.begin_posting(request=request, account_ids=wanted, now=now)
    if posting.answer:
        return posting.answer
    account = posting.any_account(account_id, field="account")
    payee = (
        posting.bank_account(purpose="clearing", currency=account.currency)
        if payee_id is None
        else posting.any_account(payee_id, field="to_account")
    )
    placed = commands.place_hold(
        posting,
        account=account,
        payee=payee,
        amount_minor=parse_amount(amount, currency=account.currency),
        reason="card",
        expires_at=now + lasts,
    )
    return commands.keep_answer(request=request, content={"id": str(placed.id)}, now=now)


@retry_on_contention
@transaction.atomic
def capture(*, request, hold_id, amount_minor=None, is_final=True, now=None):
    now = now or datetime.now(UTC)
    reserved = queries.get_reservation(hold_id=hold_id, now=now)
    posting = commands.begin_posting(
        request=request, account_ids=[reserved.account_id, reserved.payee_id], now=now
    )
    if posting.answer:
        return posting.answer
    _, movement = commands.capture_hold(
        posting, hold_id=hold_id, amount_minor=amount_minor, is_final=is_final
    )
    return commands.keep_answer(request=request, content=_content(movement), now=now)


@retry_on_contention
@transaction.atomic
def void(*, request, hold_id, now=None):
    now = now or datetime.now(UTC)
    reserved = queries.get_reservation(hold_id=hold_id, now=now)
    posting = commands.begin_posting(request=request, account_ids=[reserved.account_id], now=now)
    if posting.answer:
        return posting.answer
    voided = commands.void_hold(posting, hold_id=hold_id)
    return commands.keep_answer(request=request, content={"id": str(voided.id)}, now=now)


@retry_on_contention
@transaction.atomic
def reverse(*, request, transfer_id, **values):
    now = datetime.now(UTC)
    undoing = commands.prepare_reversal(transfer_id=transfer_id)
    posting = commands.begin_posting(request=request, account_ids=undoing.account_ids, now=now)
    if posting.answer:
        return posting.answer
    movements = commands.reverse_transfer(
        posting, transfer_id=transfer_id, reason="mistake", **values
    )
    return commands.keep_answer(
        request=request, content={"ids": [str(one.id) for one in movements]}, now=now
    )


@retry_on_contention
@transaction.atomic
def batch(*, request, items):
    """Post (payer, payee, amount in minor units) set-based, best effort."""
    now = datetime.now(UTC)
    accounts = {account_id for payer, payee, _ in items for account_id in (payer, payee)}
    posting = commands.begin_posting(request=request, account_ids=accounts, now=now)
    if posting.answer:
        return posting.answer
    plan, outcomes = commands.plan_transfers(
        posting,
        [
            commands.Order(
                debit=posting.accounts[payer], credit=posting.accounts[payee], amount_minor=amount
            )
            for payer, payee, amount in items
        ],
    )
    commands.post_transfers(plan, batch_id=uuid.uuid4())
    content = {
        "results": [str(one) if isinstance(one, uuid.UUID) else one.code for one in outcomes]
    }
    return commands.keep_answer(request=request, content=content, now=now)
