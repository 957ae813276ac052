"""Rules that file movements: for those to come, and, when asked, for those that are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kernel.errors import Invalid, Refused
from kernel.money import decimals_of, parse_amount
from services.planning import queries
from services.planning.filing import folded, meant_by, with_size
from services.planning.models import Record, Rule

# Each is asked about each movement.
MAX_RULES: Final = 200
SHOWN: Final = 20


class RuleEmpty(Invalid):
    """A rule says something about counterparty, text, type or amount."""


class RuleRangeInvalid(Invalid):
    """The lowest amount is above the highest."""


class TooManyRules(Refused):
    """There are as many rules as one person can have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What a rule would change about the past."""

    count: int
    records: list[Record]


def preview_rule(*, person_id: UUID, now: datetime, **wanted: Any) -> Preview:
    """Return which records a rule would file anew, the newest first, and write nothing.

    Raises:
        CategoryNotFound, CurrencyUnknown, AmountInvalid, RuleEmpty, RuleRangeInvalid.

    """
    found = _concerned(_rule(person_id, wanted, now=now))
    return Preview(count=found.count(), records=list(found.order_by("-booked_on", "-id")[:SHOWN]))


@transaction.atomic
def create_rule(
    *, person_id: UUID, now: datetime, apply_to_past: bool = False, **wanted: Any
) -> tuple[Rule, int]:
    """Write a rule; return it and how many records of the past it filed.

    What a person filed by hand stays where it is.

    Raises:
        CategoryNotFound, CurrencyUnknown, AmountInvalid, RuleEmpty, RuleRangeInvalid,
        TooManyRules: in this order.

    """
    rule = _rule(person_id, wanted, now=now)
    if len(queries.list_rules(person_id=person_id)) >= MAX_RULES:
        raise TooManyRules
    rule.save()
    changed = 0
    if apply_to_past:
        changed = _concerned(rule).update(
            category_id=rule.category_id, filed_by=Record.FiledBy.RULE, changed_at=now
        )
    return rule, changed


def delete_rule(*, person_id: UUID, rule_id: UUID) -> None:
    """Forget a rule. What it filed stays where it is.

    Raises:
        RuleNotFound: there is none, or it is somebody else's.

    """
    queries.get_rule(person_id=person_id, rule_id=rule_id).delete()


def _rule(person_id: UUID, wanted: dict[str, Any], *, now: datetime) -> Rule:
    category = queries.get_category(person_id=person_id, category_id=wanted["category"])
    currency = wanted.get("currency", "")
    if currency:
        decimals_of(currency)
    rule = Rule(
        person_id=person_id,
        category=category,
        counterparty=folded(wanted.get("counterparty", "")),
        text=folded(wanted.get("text", "")),
        kind=wanted.get("type", ""),
        currency=currency,
        min_amount_minor=_amount(wanted, "min_amount", currency=currency),
        max_amount_minor=_amount(wanted, "max_amount", currency=currency),
        created_at=now,
    )
    low, high = rule.min_amount_minor, rule.max_amount_minor
    if not (rule.counterparty or rule.text or rule.kind or low or high):
        raise RuleEmpty
    if low is not None and high is not None and low > high:
        raise RuleRangeInvalid(field="min_amount")
    return rule


def _amount(wanted: dict[str, Any], name: str, *, currency: str) -> int | None:
    if name not in wanted:
        return None
    # An amount is one of a currency: 100 yen are no 100 euros.
    return parse_amount(wanted[name], currency=currency, field=name)


def _concerned(rule: Rule) -> QuerySet[Record]:
    records = Record.objects.filter(person_id=rule.person_id, is_live=True)
    return (
        records.alias(size=with_size)
        .filter(meant_by(rule))
        .exclude(filed_by=Record.FiledBy.PERSON)
        .exclude(category_id=rule.category_id)
    )
