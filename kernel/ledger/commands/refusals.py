"""What refuses a movement, one condition per line, in the order of docs/errors.md."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from kernel.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    CreditsOnly,
    CurrencyMismatch,
    InsufficientFunds,
    SameAccount,
    ValueDateInFuture,
    ValueDateTooOld,
)
from kernel.ledger.records import PostingAccount
from kernel.money import format_amount


def refuse_movement(
    *,
    debit: PostingAccount,
    credit: PostingAccount,
    amount_minor: int,
    value_date: date,
    business_date: date,
    any_past: bool,
) -> None:
    """Refuse a movement that the books do not allow; `any_past` takes any past value date.

    Raises:
        SameAccount, CurrencyMismatch, AccountClosed, AccountFrozen, CreditsOnly, ValueDateInFuture,
        ValueDateTooOld, InsufficientFunds: in this order.

    """
    if debit.id == credit.id:
        raise SameAccount(field="to_account")
    if debit.currency != credit.currency:
        raise CurrencyMismatch(f"The account is kept in {credit.currency}.", field="currency")
    # Cash has one account, so the client calls it `account`.
    is_cash = debit.is_internal or credit.is_internal
    _refuse_status(debit, field="account" if is_cash else "from_account", takes_out=True)
    _refuse_status(credit, field="account" if is_cash else "to_account", takes_out=False)
    if value_date > business_date:
        raise ValueDateInFuture(field="value_date")
    if not any_past and value_date < business_date - timedelta(days=settings.BACK_DATING_DAYS):
        raise ValueDateTooOld(field="value_date")
    refuse_overdrawing(debit, amount_minor=amount_minor)


def refuse_overdrawing(account: PostingAccount, *, amount_minor: int) -> None:
    """Refuse to take more than is available; the bank's own accounts have no bottom.

    Raises:
        InsufficientFunds: with a sentence that says how much there is.

    """
    if account.is_internal:
        return
    if amount_minor > account.available_minor:
        available = format_amount(max(account.available_minor, 0), currency=account.currency)
        raise InsufficientFunds(
            f"{available} {account.currency} can be spent from this account.", field="amount"
        )


def refuse_status(account: PostingAccount, *, field: str) -> None:
    """Refuse to take money from an account, or to reserve it, by the account's state.

    Raises:
        AccountClosed, AccountFrozen, CreditsOnly: in this order.

    """
    _refuse_status(account, field=field, takes_out=True)


def _refuse_status(account: PostingAccount, *, field: str, takes_out: bool) -> None:
    if account.status == "closed":
        raise AccountClosed(field=field)
    if account.status == "frozen":
        raise AccountFrozen(field=field)
    if takes_out and account.status == "credits_only":
        raise CreditsOnly(field=field)
