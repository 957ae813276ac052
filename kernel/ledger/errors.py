"""The ledger's refusals, in the order in which they are checked. docs/errors.md follows it."""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TryAgain


class IdempotencyKeyMissing(Invalid):
    """A request that moves money needs an Idempotency-Key."""


class IdempotencyKeyInvalid(Invalid):
    """The Idempotency-Key is not 1 to 255 visible ASCII characters."""


class IdempotencyKeyReused(Refused):
    """The Idempotency-Key was used for another request."""


class AccountNotFound(NotFound):
    """There is no such account."""


class AccessNotEnough(Forbidden):
    """You may look at this account but not move its money."""


class AmountAboveLimit(Refused):
    """The amount is above the limit of one movement."""


class SameAccount(Refused):
    """Payer and payee are the same account."""


class CurrencyMismatch(Refused):
    """The currency is not the account's."""


class AccountClosed(Refused):
    """The account is closed."""


class AccountFrozen(Refused):
    """The account is frozen."""


class CreditsOnly(Refused):
    """The account takes money in only."""


class ValueDateInFuture(Refused):
    """The value date lies after the business day."""


class ValueDateTooOld(Refused):
    """The value date lies too far back."""


class InsufficientFunds(Refused):
    """There is not enough money available."""


class AccountNotEmpty(Refused):
    """The account still holds money or reservations."""


class AccountBlocked(Refused):
    """Something still needs this account."""


class StatusUnchanged(Conflict):
    """The account is in that state already."""


class BusinessDayClosed(TryAgain):
    """No business day is open; the next one opens in a moment."""


class LedgerBusy(TryAgain):
    """Too many movements met on the same accounts; nothing happened."""


class OutcomeUnknown(TryAgain):
    """The connection to the database was lost; repeat with the same key to learn the outcome."""
