"""What a movement looks like to a rule or a plan, and whether it is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Protocol

from django.db.models import F, Q
from django.db.models.functions import Abs

from services.planning.models import TEXT_LENGTH, Record, Rule


def folded(text: str) -> str:
    """Return a text as it is compared: one case, one form, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def short(text: str) -> str:
    """Return what a record keeps of a text."""
    return " ".join(text.split())[:TEXT_LENGTH]


class Pattern(Protocol):
    """The folded texts of a rule or of a plan; an empty one matches everything."""

    counterparty: str
    text: str


def reads_like(record: Record, pattern: Pattern) -> bool:
    """Return whether a record's counterparty and text contain what a pattern says."""
    if pattern.counterparty and not (
        pattern.counterparty in record.counterparty_folded
        or pattern.counterparty == record.counterparty_number.casefold()
    ):
        return False
    return not pattern.text or pattern.text in record.text_folded


def is_meant(record: Record, rule: Rule) -> bool:
    """Return whether a rule is about a record."""
    size = abs(record.amount_minor)
    return (
        (not rule.kind or rule.kind == record.kind)
        and (not rule.currency or rule.currency == record.currency)
        and (rule.min_amount_minor is None or size >= rule.min_amount_minor)
        and (rule.max_amount_minor is None or size <= rule.max_amount_minor)
        and reads_like(record, rule)
    )


def meant_by(rule: Rule) -> Q:
    """Return the same question for the database; needs `with_size`."""
    wanted = Q()
    if rule.kind:
        wanted &= Q(kind=rule.kind)
    if rule.currency:
        wanted &= Q(currency=rule.currency)
    if rule.min_amount_minor is not None:
        wanted &= Q(size__gte=rule.min_amount_minor)
    if rule.max_amount_minor is not None:
        wanted &= Q(size__lte=rule.max_amount_minor)
    return wanted & reading_like(rule)


def reading_like(pattern: Pattern) -> Q:
    """Return `reads_like` for the database."""
    wanted = Q()
    if pattern.counterparty:
        wanted &= Q(counterparty_folded__contains=pattern.counterparty) | Q(
            counterparty_number=pattern.counterparty.upper()
        )
    if pattern.text:
        wanted &= Q(text_folded__contains=pattern.text)
    return wanted


with_size = Abs(F("amount_minor"))


def file_by_rules(records: Iterable[Record], rules: Iterable[Rule]) -> None:
    """Give each record that no person has filed the category of the first rule about it."""
    known = list(rules)
    for record in records:
        if record.filed_by == Record.FiledBy.PERSON:
            continue
        rule = next((rule for rule in known if is_meant(record, rule)), None)
        if rule is not None:
            record.category_id = rule.category_id
            record.filed_by = Record.FiledBy.RULE
