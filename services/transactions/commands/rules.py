"""Rules that every movement a person asks for obeys."""

from __future__ import annotations

from django.conf import settings

from kernel.errors import Forbidden
from kernel.ledger.errors import AccessNotEnough, AmountAboveLimit, CurrencyMismatch
from kernel.ledger.records import PostingAccount
from kernel.money import format_amount, parse_amount


class SelfServiceOff(Forbidden):
    """Cash is paid in and out at the counter."""


def refuse_without_access(account: PostingAccount, *, field: str) -> None:
    """Refuse to move the money of an account that the asker may only look at.

    Raises:
        AccessNotEnough: the right is `view`.

    """
    if not account.may_be_moved:
        raise AccessNotEnough(field=field)


def refuse_self_service_cash() -> None:
    """Refuse cash without a teller where the configuration says so.

    Raises:
        SelfServiceOff: SELF_SERVICE_CASH is off.

    """
    if not settings.SELF_SERVICE_CASH:
        raise SelfServiceOff


def read_amount(text: object, *, currency: str | None, account: PostingAccount) -> int:
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
