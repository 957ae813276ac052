"""Move money from one customer account to another. Hop 3 of the six: *may* it move."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger import commands as ledger
from kernel.ledger import queries
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.records import Answer, MoneyRequest
from services.transactions.commands.rules import read_amount, refuse_without_access
from services.transactions.receipts import transfer_receipt


@retry_on_contention
@transaction.atomic(durable=True)
def transfer_money(
    *,
    request: MoneyRequest,
    now: datetime,
    from_account: UUID,
    to_account: str,
    amount: object,
    currency: str | None = None,
    note: str = "",
    value_date: date | None = None,
) -> Answer:
    """Move `amount` (text, of the account's currency) and answer with the receipt.

    `to_account` is an id, an account number or an IBAN. A repeated request is answered with what
    was answered first.

    Raises:
        AccountNotFound: the payer is not the asker's, or there is no such payee.
        AccessNotEnough: the asker may only look at the payer.
        AmountInvalid, CurrencyMismatch, AmountAboveLimit: the amount cannot be moved.
        SameAccount, AccountClosed, AccountFrozen, CreditsOnly, ValueDateInFuture, ValueDateTooOld,
        InsufficientFunds: the ledger's refusals, in the order of docs/errors.md.

    """
    payee_id = queries.find_account_id(to_account)
    wanted = [from_account] if payee_id is None else [from_account, payee_id]
    posting = ledger.begin_posting(request=request, account_ids=wanted, now=now)
    if posting.answer is not None:
        return posting.answer
    payer = posting.account_of_asker(from_account, field="from_account")
    refuse_without_access(payer, field="from_account")
    if payee_id is None:
        raise AccountNotFound(field="to_account")
    payee = posting.any_account(payee_id, field="to_account")
    movement = ledger.post_transfer(
        posting,
        kind="transfer",
        debit=payer,
        credit=payee,
        amount_minor=read_amount(amount, currency=currency, account=payer),
        value_date=value_date,
        note=note,
    )
    return ledger.keep_answer(request=request, content=transfer_receipt(movement), now=now)
