"""Reserve money on a customer's account, and what becomes of it. Staff and services only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import Invalid
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.records import Answer, MoneyRequest, PostingAccount
from kernel.money import parse_amount
from services.transactions.commands.rules import TellersOwnAccount, read_amount
from services.transactions.receipts import hold_content, transfer_receipt


class ExpiryOutOfRange(Invalid):
    """A hold ends after now and within the longest time that one may stand."""


@retry_on_contention
@transaction.atomic(durable=True)
def place_hold(
    *,
    request: MoneyRequest,
    now: datetime,
    account: UUID,
    amount: object,
    reason: str,
    to_account: str = "",
    currency: str | None = None,
    expires_at: datetime | None = None,
) -> Answer:
    """Reserve `amount` (text, of the account's currency) for HOLD_DAYS, or until `expires_at`.

    A capture pays `to_account` (an id, a number or an IBAN); without one, the account that other
    banks and card schemes are paid through.

    Raises:
        ExpiryOutOfRange: it would end in the past, or too late.
        AccountNotFound: there is no such account, or no such payee.
        TellersOwnAccount: whoever asks holds the account or the payee's.
        AmountInvalid, CurrencyMismatch, AmountAboveLimit: the amount cannot be reserved.
        SameAccount, AccountClosed, AccountFrozen, CreditsOnly, InsufficientFunds: in this order.

    """
    ends = expires_at or now + timedelta(days=settings.HOLD_DAYS)
    if not now < ends <= now + timedelta(days=settings.HOLD_MAX_DAYS):
        raise ExpiryOutOfRange(field="expires_at")
    to_id = books.find_account_id(to_account) if to_account else None
    wanted = [account] if to_id is None else [account, to_id]
    posting = ledger.begin_posting(request=request, account_ids=wanted, now=now)
    if posting.answer is not None:
        return posting.answer
    payer = posting.any_account(account, field="account")
    if to_account and to_id is None:
        raise AccountNotFound(field="to_account")
    payee = (
        posting.bank_account(purpose="clearing", currency=payer.currency)
        if to_id is None
        else posting.any_account(to_id, field="to_account")
    )
    _refuse_own(payer, payee)
    reserved = ledger.place_hold(
        posting,
        account=payer,
        payee=payee,
        amount_minor=read_amount(amount, currency=currency, account=payer),
        reason=reason,
        expires_at=ends,
    )
    return ledger.keep_answer(request=request, content=hold_content(reserved), now=now)


@retry_on_contention
@transaction.atomic(durable=True)
def capture_hold(
    *,
    request: MoneyRequest,
    now: datetime,
    hold_id: UUID,
    amount: object = None,
    final: bool = True,
) -> Answer:
    """Pay out of a hold: all that is left, or `amount`. A final capture releases the rest.

    Raises:
        HoldNotFound: there is no such hold.
        TellersOwnAccount: whoever asks holds the account or the payee's.
        AmountInvalid: it is no amount.
        HoldNotActive, HoldExpired, CaptureAboveHold: the hold does not cover it.
        AccountClosed, AccountFrozen, CreditsOnly: the ledger's refusals.

    """
    hold = books.get_reservation(hold_id=hold_id, now=now)
    posting = ledger.begin_posting(
        request=request, account_ids=[hold.account_id, hold.payee_id], now=now
    )
    if posting.answer is not None:
        return posting.answer
    _refuse_own(*posting.accounts.values())
    amount_minor = None if amount is None else parse_amount(amount, currency=hold.currency)
    captured, movement = ledger.capture_hold(
        posting, hold_id=hold_id, amount_minor=amount_minor, is_final=final
    )
    content = hold_content(captured) | {"transfer": transfer_receipt(movement)}
    return ledger.keep_answer(request=request, content=content, now=now)


@retry_on_contention
@transaction.atomic(durable=True)
def void_hold(*, request: MoneyRequest, now: datetime, hold_id: UUID) -> Answer:
    """Release what is left of a hold.

    Raises:
        HoldNotFound: there is no such hold.
        TellersOwnAccount: whoever asks holds the account.
        HoldNotActive: it was captured, voided or has expired.

    """
    hold = books.get_reservation(hold_id=hold_id, now=now)
    posting = ledger.begin_posting(request=request, account_ids=[hold.account_id], now=now)
    if posting.answer is not None:
        return posting.answer
    _refuse_own(*posting.accounts.values())
    voided = ledger.void_hold(posting, hold_id=hold_id)
    return ledger.keep_answer(request=request, content=hold_content(voided), now=now)


def _refuse_own(*accounts: PostingAccount) -> None:
    if any(account.access is not None for account in accounts):
        raise TellersOwnAccount(field="account")
