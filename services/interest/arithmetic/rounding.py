"""Where interest becomes money: the only rounding that a customer sees."""

from __future__ import annotations

from services.interest.arithmetic.accruing import NANO


def round_minor(nano: int, *, rounding: str = "half_even") -> int:
    """Return nano-minor as whole minor units; what was rounded away is carried by the caller.

    `half_even`: 2.5 is 2; `half_up`: 2.5 is 3, -2.5 is -3; `down`: towards zero.
    """
    whole, rest = divmod(abs(nano), NANO)
    if rounding == "half_even":
        whole += 2 * rest > NANO or (2 * rest == NANO and whole % 2 == 1)
    elif rounding == "half_up":
        whole += 2 * rest >= NANO
    else:
        assert rounding == "down", rounding
    return whole if nano >= 0 else -whole


def tax_on(credited_minor: int, *, tax_ppm: int, rounding: str = "half_even") -> int:
    """Return the tax that is withheld of credited interest, in minor units."""
    return round_minor(credited_minor * tax_ppm * 1000, rounding=rounding)
