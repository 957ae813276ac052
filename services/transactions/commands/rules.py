"""Rules that every movement a person asks for obeys."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from kernel.errors import Forbidden
from kernel.ledger.commands import Posting
from kernel.ledger.errors import AccessNotEnough, AmountAboveLimit, CurrencyMismatch
from kernel.ledger.queries import HeldAccount
from kernel.ledger.records import PostingAccount
from kernel.money import format_amount, parse_amount
from services.transactions.origins import Counter


class SelfServiceOff(Forbidden):
    """Cash is paid in and out at the counter."""


class TellersOwnAccount(Forbidden):
    """A colleague must serve you: this account is yours."""


def refuse_without_access(account: PostingAccount, *, field: str) -> None:
    """Refuse to move the money of an account that the asker may only look at.

    Raises:
        AccessNotEnough: the right is `view`.

    """
    if not account.may_be_moved:
        raise AccessNotEnough(field=field)


def refuse_counter(counter: Counter) -> None:
    """Refuse cash without a teller where the configuration says so.

    Raises:
        SelfServiceOff: nobody of the bank is there and SELF_SERVICE_CASH is off.

    """
    if not counter.is_staffed and not settings.SELF_SERVICE_CASH:
        raise SelfServiceOff


def account_at_counter(posting: Posting, account_id: UUID, *, counter: Counter) -> PostingAccount:
    """Return the account that cash is for: the asker's own, or at a teller's any but theirs.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        AccessNotEnough: the asker may only look at it.
        TellersOwnAccount: the teller holds it.

    """
    if counter.is_staffed:
        account = posting.any_account(account_id, field="account")
        if account.access is not None:
            raise TellersOwnAccount(field="account")
        return account
    account = posting.account_of_asker(account_id, field="account")
    refuse_without_access(account, field="account")
    return account


def read_amount(
    text: object, *, currency: str | None, account: PostingAccount | HeldAccount
) -> int:
    """Return the asked amount in minor units of the account's currency.

    Raises:
        CurrencyMismatch: another currency was named.
        AmountInvalid: it is no amount.
        AmountAboveLimit: it is above the limit of one movement.

    """
    if currency not in (None, account.currency):
        raise CurrencyMismatch(f"The account is kept in {account.currency}.", field="currency")
    amount_minor = parse_amount(text, currency=account.currency)
    limit_minor = settings.MOVEMENT_LIMIT_UNITS * parse_amount("1", currency=account.currency)
    if amount_minor > limit_minor:
        limit = format_amount(limit_minor, currency=account.currency)
        raise AmountAboveLimit(f"One movement is at most {limit}.", field="amount")
    return amount_minor
