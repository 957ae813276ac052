"""Take cash in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from services.transactions.commands.rules import (
    read_amount,
    refuse_self_service_cash,
    refuse_without_access,
)
from services.transactions.origins import CASH_IN, Origin
from services.transactions.receipts import cash_receipt


@retry_on_contention
@transaction.atomic(durable=True)
def deposit_money(
    *,
    request: MoneyRequest,
    now: datetime,
    account: UUID,
    amount: object,
    currency: str | None = None,
    note: str = "",
    value_date: date | None = None,
    origin: Origin = CASH_IN,
) -> Answer:
    """Pay `amount` (text, of the account's currency) from the cash desk into an account.

    `origin` says whose money it is on the other side; people at the API have the cash desk only.

    Raises:
        SelfServiceOff: this bank takes cash at the counter only.
        AccountNotFound, AccessNotEnough, AmountInvalid, CurrencyMismatch, AmountAboveLimit,
        AccountClosed, AccountFrozen, ValueDateInFuture, ValueDateTooOld: in this order.

    """
    if not origin.is_history:
        refuse_self_service_cash()
    posting = ledger.begin_posting(request=request, account_ids=[account], now=now)
    if posting.answer is not None:
        return posting.answer
    payee = posting.account_of_asker(account, field="account")
    refuse_without_access(payee, field="account")
    movement = ledger.post_transfer(
        posting,
        kind=origin.kind,
        debit=posting.bank_account(purpose=origin.purpose, currency=payee.currency),
        credit=payee,
        amount_minor=read_amount(amount, currency=currency, account=payee),
        value_date=value_date,
        note=note,
        is_history=origin.is_history,
    )
    return ledger.keep_answer(
        request=request, content=cash_receipt(movement, account=payee), now=now
    )
