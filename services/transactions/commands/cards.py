"""The card simulator: which test cards pay. A number is looked at here and goes no further."""

from __future__ import annotations

from typing import Final

from kernel.errors import Invalid, Refused

# The numbers that every payment page is tried with; no card of anybody has them.
_PAYS: Final = frozenset({"4242424242424242", "5555555555554444", "378282246310005"})
_DECLINES: Final = frozenset({"4000000000000002"})


class CardNumberInvalid(Invalid):
    """No test card has this number, and others are not taken."""


class CardDeclined(Refused):
    """The card's bank declined the payment."""


def charge_test_card(number: str) -> None:
    """Let a test card pay.

    Raises:
        CardNumberInvalid: it is no test card.
        CardDeclined: it is the one that never pays.

    """
    digits = "".join(number.split())
    if digits in _DECLINES:
        raise CardDeclined(field="card_number")
    if digits not in _PAYS:
        raise CardNumberInvalid(field="card_number")
