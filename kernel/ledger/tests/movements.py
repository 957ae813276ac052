"""Movements as a service's command makes them; the ledger alone is under test."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from kernel.ledger import commands
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
