"""Take cash in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from services.transactions.commands.cards import charge_test_card
from services.transactions.commands.paper import lock_counter, write_paper
from services.transactions.commands.rules import account_at_counter, read_amount, refuse_counter
from services.transactions.origins import CASH_IN, PURPOSE_OF_CHANNEL, SELF_SERVICE, Counter, Origin
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
    counter: Counter = SELF_SERVICE,
    card_number: str = "",
    origin: Origin = CASH_IN,
) -> Answer:
    """Pay `amount` (text, of the account's currency) into an account, with a numbered receipt.

    `counter` says over which way it came; the channel `card_top_up` takes a test card's number.
    `origin` says whose money it is when history is imported, which has no receipt of ours.

    Raises:
        SelfServiceOff: this bank takes cash at the counter only.
        AccountNotFound, AccessNotEnough, TellersOwnAccount, AmountInvalid, CurrencyMismatch,
        AmountAboveLimit, CardNumberInvalid, CardDeclined, AccountClosed, AccountFrozen,
        ValueDateInFuture, ValueDateTooOld: in this order.

    """
    if not origin.is_history:
        refuse_counter(counter)
        lock_counter(counter, now=now)
    posting = ledger.begin_posting(request=request, account_ids=[account], now=now)
    if posting.answer is not None:
        return posting.answer
    payee = account_at_counter(posting, account, counter=counter)
    amount_minor = read_amount(amount, currency=currency, account=payee)
    if counter.channel == "card_top_up":
        charge_test_card(card_number)
    purpose = PURPOSE_OF_CHANNEL.get(counter.channel, origin.purpose)
    movement = ledger.post_transfer(
        posting,
        kind=origin.kind,
        debit=posting.bank_account(purpose=purpose, currency=payee.currency),
        credit=payee,
        amount_minor=amount_minor,
        value_date=value_date,
        note=note,
        is_history=origin.is_history,
    )
    paper = (
        None
        if origin.is_history
        else write_paper(movement, account=payee, counter=counter, now=now)
    )
    content = cash_receipt(movement, account=payee, paper=paper)
    return ledger.keep_answer(request=request, content=content, now=now)
