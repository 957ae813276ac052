"""Pay cash out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from services.transactions.commands.paper import lock_counter, write_paper
from services.transactions.commands.rules import account_at_counter, read_amount, refuse_counter
from services.transactions.origins import CASH_OUT, SELF_SERVICE, Counter, Origin
from services.transactions.receipts import cash_receipt


@retry_on_contention
@transaction.atomic(durable=True)
def withdraw_money(
    *,
    request: MoneyRequest,
    now: datetime,
    account: UUID,
    amount: object,
    currency: str | None = None,
    note: str = "",
    value_date: date | None = None,
    counter: Counter = SELF_SERVICE,
    origin: Origin = CASH_OUT,
) -> Answer:
    """Pay `amount` (text, of the account's currency) out of an account, with a numbered receipt.

    `counter` says over which way it goes. `origin` says whose money it becomes when history is
    imported, which has no receipt of ours.

    Raises:
        SelfServiceOff: this bank pays cash at the counter only.
        AccountNotFound, AccessNotEnough, TellersOwnAccount, AmountInvalid, CurrencyMismatch,
        AmountAboveLimit, AccountClosed, AccountFrozen, CreditsOnly, ValueDateInFuture,
        ValueDateTooOld, InsufficientFunds: in this order.

    """
    if not origin.is_history:
        refuse_counter(counter)
        lock_counter(counter, now=now)
    posting = ledger.begin_posting(request=request, account_ids=[account], now=now)
    if posting.answer is not None:
        return posting.answer
    payer = account_at_counter(posting, account, counter=counter)
    movement = ledger.post_transfer(
        posting,
        kind=origin.kind,
        debit=payer,
        credit=posting.bank_account(purpose=origin.purpose, currency=payer.currency),
        amount_minor=read_amount(amount, currency=currency, account=payer),
        value_date=value_date,
        note=note,
        is_history=origin.is_history,
    )
    paper = (
        None
        if origin.is_history
        else write_paper(movement, account=payer, counter=counter, now=now)
    )
    content = cash_receipt(movement, account=payer, paper=paper)
    return ledger.keep_answer(request=request, content=content, now=now)
