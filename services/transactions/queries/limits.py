"""What a person may still pay to others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.errors import NotFound
from kernel.ledger import queries as ledger
from kernel.ledger.product_terms import LIMIT_KINDS
from services.transactions.models import Limit, LimitUse
from services.transactions.queries.rules import ProductRules, get_rules
from services.transactions.thresholds import amount_of, bank_zone

_NAMESPACE: Final = uuid.UUID("0d6f7c0e-53c5-5f5e-8a35-2a6d0a1c7f44")
# From the narrowest to the widest: the first that is passed is named.
KINDS: Final = LIMIT_KINDS
_SETTINGS: Final = {kind: f"LIMIT_{kind.upper()}" for kind in KINDS}


class LimitNotFound(NotFound):
    """There is no such limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreedLimit:
    """A limit as it counts for somebody: `source` is own, product or bank."""

    kind: str
    currency: str
    amount_minor: int
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitState:
    """A limit, what was used of it in its period, and what is left."""

    id: UUID
    product: str
    agreed: AgreedLimit
    used_minor: int
    first_date: date
    last_date: date

    @property
    def remaining_minor(self) -> int:
        """Return what can still be paid; a limit lowered below its use leaves nothing."""
        return max(self.agreed.amount_minor - self.used_minor, 0)


def person_limit_id(*, person_id: UUID, currency: str, kind: str) -> UUID:
    """Return the id of a person's limit, the same whether it was ever changed or not."""
    return uuid.uuid5(_NAMESPACE, f"{person_id}:{currency}:{kind}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What a person paid to others on a day, in its week and in its month, in one currency."""

    day: date
    day_minor: int = 0
    week_minor: int = 0
    month_minor: int = 0

    def on(self, day: date) -> Used:
        """Return what of it counts on a day: what has ended counts no more.

        A day before this one is one that somebody was late with; it counts as this one.
        """
        if day <= self.day:
            return self
        is_same_week = period_of("week", day=day)[0] <= self.day
        return Used(
            day=day,
            week_minor=self.week_minor if is_same_week else 0,
            month_minor=self.month_minor if day.replace(day=1) <= self.day else 0,
        )

    def plus(self, amount_minor: int) -> Used:
        """Return what is used with one more payment, or with one less."""
        return Used(
            day=self.day,
            day_minor=self.day_minor + amount_minor,
            week_minor=self.week_minor + amount_minor,
            month_minor=self.month_minor + amount_minor,
        )

    def of(self, kind: str) -> int:
        """Return what is used of a limit; one transfer uses nothing of the next."""
        if kind == "day":
            return self.day_minor
        if kind == "week":
            return self.week_minor
        return self.month_minor if kind == "month" else 0


def used_on(used: Used | None, *, day: date) -> Used:
    """Return what is used on a day, also by who never paid anybody."""
    return Used(day=day) if used is None else used.on(day)


def agreed_limits(
    *, person_id: UUID, product: str, currency: str, rules: ProductRules, day: date
) -> dict[str, AgreedLimit]:
    """Return the limit of each kind: the person's own, else the product's, else the bank's."""
    own = own_limits(person_id=person_id, currency=currency)
    usual = rules.limits_of(product=product, currency=currency, day=day)
    return {kind: agree(kind, currency=currency, own=own, usual=usual) for kind in KINDS}


def own_limits(*, person_id: UUID, currency: str) -> dict[str, int]:
    """Return the limits that a person has set, by kind."""
    ids = [person_limit_id(person_id=person_id, currency=currency, kind=kind) for kind in KINDS]
    return dict(Limit.objects.filter(id__in=ids).values_list("kind", "amount_minor"))


def agree(
    kind: str, *, currency: str, own: Mapping[str, int], usual: Mapping[str, int]
) -> AgreedLimit:
    """Return the limit of a kind out of a person's own and those of the product."""
    if kind in own:
        amount_minor, source = own[kind], "own"
    elif kind in usual:
        amount_minor, source = usual[kind], "product"
    else:
        amount_minor, source = amount_of(_SETTINGS[kind], currency=currency), "bank"
    return AgreedLimit(kind=kind, currency=currency, amount_minor=amount_minor, source=source)


def day_of(now: datetime) -> date:
    """Return the day of the bank that an instant belongs to."""
    return now.astimezone(bank_zone()).date()


def period_of(kind: str, *, day: date) -> tuple[date, date]:
    """Return the first and last day of the period around a day: weeks begin on Monday."""
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if kind == "month":
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day.replace(day=1), following - timedelta(days=1)
    return day, day


def find_used(*, person_id: UUID, currency: str) -> Used | None:
    """Return what a person paid to others, as of the last day on which they did; None if never."""
    row = LimitUse.objects.filter(person_id=person_id, currency=currency).first()
    if row is None:
        return None
    return Used(
        day=row.day,
        day_minor=row.day_minor,
        week_minor=row.week_minor,
        month_minor=row.month_minor,
    )


def list_limits(*, person_id: UUID, now: datetime) -> list[LimitState]:
    """Return the limits for every currency and product of the person's accounts."""
    day = day_of(now)
    held = ledger.list_held_accounts(person_id=person_id)
    rules = get_rules()
    states = []
    for currency, product in sorted({(account.currency, account.product) for account in held}):
        used = used_on(find_used(person_id=person_id, currency=currency), day=day)
        agreed = agreed_limits(
            person_id=person_id, product=product, currency=currency, rules=rules, day=day
        )
        for kind in KINDS:
            first, last = period_of(kind, day=day)
            states.append(
                LimitState(
                    id=person_limit_id(person_id=person_id, currency=currency, kind=kind),
                    product=product,
                    agreed=agreed[kind],
                    used_minor=used.of(kind),
                    first_date=first,
                    last_date=last,
                )
            )
    return states


def get_limit(*, person_id: UUID, limit_id: UUID, now: datetime) -> LimitState:
    """Return a limit of the person: where products differ, the tightest.

    Raises:
        LimitNotFound: there is none, or it is somebody else's.

    """
    found = [one for one in list_limits(person_id=person_id, now=now) if one.id == limit_id]
    if not found:
        raise LimitNotFound
    return min(found, key=lambda one: one.agreed.amount_minor)
