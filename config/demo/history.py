"""What happened on the demo's accounts: a plan by day, the same for the same days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

SHOPS: Final = (
    ("Corner grocery", 900, 7_500),
    ("Bakery Sommer", 280, 1_450),
    ("City transport", 290, 890),
    ("Pharmacy am Markt", 600, 3_900),
    ("Book café", 750, 4_200),
    ("Fuel station", 3_000, 7_800),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """One movement of the plan. Without a `payee`, a demo account, the money leaves the bank."""

    account: str
    amount_minor: int
    direction: str
    note: str
    kind: str = "transfer"
    payee: str = ""


def happenings(*, day: date, first: date) -> Iterator[Happening]:
    """Yield what happens on a day."""
    chance = random.Random(day.toordinal())  # noqa: S311  (a story, not a secret)
    if day == first:
        yield from _beginning()
    yield from _BY_DAY_OF_MONTH.get(day.day, ())
    yield from _errands(chance)


def _beginning() -> Iterator[Happening]:
    yield _in("ada", 420_000, "Moved from my old bank")
    yield _in("ben", 95_000, "Moved from my old bank")
    yield _in("clara", 1_280_000, "Sale of the boat")
    yield _move("ada", "ada-savings", 250_000, "Starting the rainy-day fund")


def _errands(chance: random.Random) -> Iterator[Happening]:
    for name in ("ada", "ben", "clara"):
        if chance.random() < 0.45:  # noqa: PLR2004
            shop, least, most = chance.choice(SHOPS)
            yield _out(name, chance.randint(least, most), shop)
    if chance.random() < 0.08:  # noqa: PLR2004
        yield _move("ben", "ada", chance.randint(1_200, 4_800), "Dinner, thanks!")
    if chance.random() < 0.06:  # noqa: PLR2004
        yield _move("ada", "ben", chance.randint(900, 5_200), "Concert tickets")
    if chance.random() < 0.05:  # noqa: PLR2004
        name, notes = chance.choice(("ada", "ben")), chance.randint(1, 4)
        yield _out(name, 5_000 * notes, "Cash", kind="withdrawal")


def _in(account: str, amount_minor: int, note: str) -> Happening:
    return Happening(account=account, amount_minor=amount_minor, direction="in", note=note)


def _out(account: str, amount_minor: int, note: str, kind: str = "transfer") -> Happening:
    return Happening(
        account=account, amount_minor=amount_minor, direction="out", note=note, kind=kind
    )


def _move(account: str, payee: str, amount_minor: int, note: str) -> Happening:
    return Happening(
        account=account, amount_minor=amount_minor, direction="out", note=note, payee=payee
    )


_BY_DAY_OF_MONTH: Final = {
    1: (
        _out("ada", 98_000, "Rent Lindenstrasse 4"),
        _out("ben", 74_500, "Rent Hafenweg 12"),
        _out("ben", 250, "Account fee", kind="fee"),
        _out("clara", 31_240, "Heating and power"),
    ),
    25: (
        _in("ada", 312_450, "Salary Northwind Robotics"),
        _in("ben", 218_900, "Salary Stadtwerke"),
        _in("clara", 164_075, "Pension"),
    ),
    27: (
        _move("ada", "ada-savings", 40_000, "Monthly saving"),
        _move("clara", "clara-savings", 25_000, "For the grandchildren"),
    ),
}
