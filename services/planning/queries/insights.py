"""Reads: what a person's records come to. One statement, added up in the database.

The index `planning_record_sums` holds its columns in the order in which they are grouped, so not a
row of the table is read but the newest. MariaDB keeps to that order only while no group names what
is constant: the currency of the first parts. What is in other currencies is grouped by day, and
converted at the rate of its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from kernel import sql
from kernel.ids import from_database
from services.planning.conversion import Rates
from services.planning.models import EVERYBODY, Record, month_of
from services.planning.queries.rates import get_rates

RECENT: Final = 10
TOP: Final = 10
_MONTHS: Final = 12
_HOME, _BEFORE, _FOREIGN, _RECENT, _CATEGORY = "home", "before", "foreign", "recent", "category"
_MINE: Final = "person_id = %s AND is_live = %s"
_WITHIN: Final = "month BETWEEN %s AND %s AND booked_on BETWEEN %s AND %s AND kind <> 'transfer'"
_STATEMENT: Final = f"""
SELECT 'home' AS part, NULL AS currency, month, NULL AS day, kind, category_id, counterparty,
  COUNT(*) AS number, SUM(amount_minor) AS total, NULL AS id
FROM planning_record WHERE {_MINE} AND currency = %s AND {_WITHIN}
GROUP BY month, kind, category_id, counterparty
UNION ALL
SELECT 'before', NULL, NULL, NULL, kind, NULL, NULL, COUNT(*), SUM(amount_minor), NULL
FROM planning_record WHERE {_MINE} AND currency = %s AND {_WITHIN}
GROUP BY kind
UNION ALL
SELECT 'foreign', currency, month, booked_on, kind, category_id, counterparty,
  COUNT(*), SUM(amount_minor), NULL
FROM planning_record WHERE {_MINE} AND (currency < %s OR currency > %s) AND {_WITHIN}
GROUP BY currency, month, booked_on, kind, category_id, counterparty
UNION ALL
SELECT * FROM (SELECT 'recent' AS part, currency, month, booked_on, kind, category_id,
  counterparty, 1 AS number, amount_minor, id
FROM planning_record WHERE {_MINE} AND booked_on BETWEEN %s AND %s
ORDER BY booked_on DESC, id DESC LIMIT {RECENT}) newest
UNION ALL
SELECT 'category', NULL, NULL, NULL, NULL, id, name, 0, 0, NULL
FROM planning_category WHERE owner_id IN (%s, %s)
"""  # noqa: S608  (what is put in comes from this code, never from a client)


@dataclass(slots=True)
class Flow:
    """What came in and went out, in minor units; spending is positive."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0

    def add(self, kind: str, minor: int, count: int) -> None:
        """Add what movements of a kind come to."""
        if kind == Record.Kind.INCOME:
            self.income_minor += minor
        else:
            self.expenses_minor -= minor
        self.count += count

    @property
    def net_minor(self) -> int:
        """Return what is left."""
        return self.income_minor - self.expenses_minor


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one category or counterparty has of all of its kind; `share_ppm` in millionths."""

    name: str
    kind: str
    count: int
    amount_minor: int
    share_ppm: int
    category_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Recent:
    """One of the newest records."""

    id: UUID
    kind: str
    booked_on: date
    amount_minor: int
    currency: str
    counterparty: str
    category_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Unconverted:
    """What stands in no total, as there is no rate for its day."""

    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Insights:
    """All figures of a period, in one currency."""

    currency: str
    from_date: date
    to_date: date
    flow: Flow
    before: Flow
    months: dict[str, Flow]
    categories: list[Part]
    counterparties: list[Part]
    recent: list[Recent]
    unconverted: list[Unconverted]

    @property
    def average_minor(self) -> int:
        """Return the average size of a movement, rounded half up."""
        return _divided(self.flow.income_minor + self.flow.expenses_minor, self.flow.count)

    @property
    def ratio_ppm(self) -> int | None:
        """Return income by expenses in millionths, None without expenses."""
        if self.flow.expenses_minor <= 0:
            return None
        return _divided(self.flow.income_minor * 1_000_000, self.flow.expenses_minor)

    @property
    def most_frequent(self) -> Part | None:
        """Return the category with the most movements."""
        return max(self.categories, key=lambda part: part.count, default=None)


@dataclass(slots=True)
class _Sums:
    flow: Flow = field(default_factory=Flow)
    before: Flow = field(default_factory=Flow)
    months: defaultdict[int, Flow] = field(default_factory=lambda: defaultdict(Flow))
    categories: dict[tuple[UUID, str], list[int]] = field(default_factory=dict)
    counterparties: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    lost: dict[str, list[int]] = field(default_factory=dict)

    def add(self, groups: Iterable[tuple[Any, int]]) -> None:
        """Add groups of the period and what each comes to.

        There may be tens of thousands: two sums for each, and the rest from those by category.
        """
        by_month: dict[tuple[int, str, Any], list[int]] = {}
        parties = self.counterparties
        for (_, _, month, _, kind, category, party, count, _, _), minor in groups:
            key = (month, kind, category)
            if (sums := by_month.get(key)) is None:
                sums = by_month[key] = [0, 0]
            sums[0] += count
            sums[1] += minor
            who = (party, kind)
            if (known := parties.get(who)) is None:
                known = parties[who] = [0, 0]
            known[0] += count
            known[1] += minor
        for (month, kind, category), (count, minor) in by_month.items():
            self.flow.add(kind, minor, count)
            self.months[month].add(kind, minor, count)
            _count(self.categories, (category, kind), minor, count)


def get_insights(*, person_id: UUID, currency: str, from_date: date, to_date: date) -> Insights:
    """Return what a person's records from one day to another come to, both included.

    The period before is as long, and ends the day before. One statement, and one more for the rates
    when there is another currency than `currency`.
    """
    length = to_date - from_date + timedelta(days=1)
    earlier = from_date - min(length, from_date - date.min)
    day_before = from_date - min(timedelta(days=1), from_date - date.min)
    within = [month_of(from_date), month_of(to_date), from_date, to_date]
    before = [month_of(earlier), month_of(from_date), earlier, day_before]
    both = [month_of(earlier), month_of(to_date), earlier, to_date]
    mine = [person_id, True]
    found = sql.rows(
        _STATEMENT,
        [
            *(*mine, currency, *within),
            *(*mine, currency, *before),
            *(*mine, currency, currency, *both),
            *(*mine, from_date, to_date),
            *(EVERYBODY, person_id),
        ],
    )
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        rows[row[0]].append(row)
    sums = _Sums()
    sums.add((row, int(row[8])) for row in rows[_HOME])
    for row in rows[_BEFORE]:
        sums.before.add(row[4], int(row[8]), row[7])
    _add_foreign(sums, rows[_FOREIGN], currency=currency, from_date=from_date)
    names = {from_database(row[5]): row[6] for row in rows[_CATEGORY]}
    return Insights(
        currency=currency,
        from_date=from_date,
        to_date=to_date,
        flow=sums.flow,
        before=sums.before,
        months={_month_text(month): sums.months[month] for month in sorted(sums.months)},
        categories=_categories(sums, names),
        counterparties=_counterparties(sums),
        recent=[_recent(row) for row in rows[_RECENT]],
        unconverted=[
            Unconverted(currency=code, count=count, amount_minor=minor)
            for code, (count, minor) in sorted(sums.lost.items())
        ],
    )


def _add_foreign(sums: _Sums, rows: list[Any], *, currency: str, from_date: date) -> None:
    if not rows:
        return
    days = [sql.to_date(row[3]) for row in rows]
    rates: Rates = get_rates(
        currencies={currency, *(row[1] for row in rows)}, first=min(days), last=max(days)
    )
    for row, day in zip(rows, days, strict=True):
        minor = rates.convert(int(row[8]), currency=row[1], to=currency, day=day)
        if minor is None and day >= from_date:
            _count(sums.lost, row[1], int(row[8]), row[7])
        elif minor is not None and day >= from_date:
            sums.add([(row, minor)])
        elif minor is not None:
            sums.before.add(row[4], minor, row[7])


def _count(known: dict[Any, list[int]], key: Any, minor: int, count: int) -> None:
    sums = known.get(key)
    if sums is None:
        known[key] = [count, minor]
    else:
        sums[0] += count
        sums[1] += minor


def _categories(sums: _Sums, names: dict[UUID, str]) -> list[Part]:
    parts = []
    for (raw_id, kind), (count, minor) in sums.categories.items():
        category_id = from_database(raw_id)
        name = names.get(category_id, "")
        parts.append(_part(sums, kind, count, minor, name=name, category_id=category_id))
    return sorted(parts, key=lambda part: (-part.amount_minor, part.name, part.kind))


def _counterparties(sums: _Sums) -> list[Part]:
    parts = [
        _part(sums, kind, count, minor, name=name)
        for (name, kind), (count, minor) in sums.counterparties.items()
        if name
    ]
    return sorted(parts, key=lambda part: (-part.amount_minor, part.name, part.kind))[:TOP]


def _part(
    sums: _Sums, kind: str, count: int, minor: int, *, name: str, category_id: UUID | None = None
) -> Part:
    is_income = kind == Record.Kind.INCOME
    whole = sums.flow.income_minor if is_income else sums.flow.expenses_minor
    amount = minor if is_income else -minor
    return Part(
        name=name,
        kind=kind,
        count=count,
        amount_minor=amount,
        share_ppm=_divided(amount * 1_000_000, whole) if whole > 0 else 0,
        category_id=category_id,
    )


def _recent(row: Any) -> Recent:
    return Recent(
        id=from_database(row[9]),
        kind=row[4],
        booked_on=sql.to_date(row[3]),
        amount_minor=int(row[8]),
        currency=row[1],
        counterparty=row[6],
        category_id=from_database(row[5]),
    )


def _divided(above: int, below: int) -> int:
    """Return a quotient, rounded half up; 0 of nothing."""
    return (2 * above + below) // (2 * below) if below else 0


def _month_text(month: int) -> str:
    year, index = divmod(month, _MONTHS)
    return f"{year:04}-{index + 1:02}"
