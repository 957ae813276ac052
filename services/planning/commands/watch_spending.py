"""Tell people what they want to know about their spending: alerts, and a summary each week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel.errors import NotFound
from kernel.ledger import queries as ledger
from kernel.money import format_amount
from kernel.outbox.models import Event
from services.planning import queries
from services.planning.commands.copy_movements import copy_movements
from services.planning.models import Alert, Planner

CHUNK: Final = 100
NEAR_PERCENT: Final = 80
_NOTICE: Final = "notice.asked"
_ALLOWANCE: Final = UUID(int=0)
_WEEK: Final = timedelta(days=7)


def follow_movement(
    *, transfer_id: UUID | None = None, account_id: UUID | None = None, now: datetime
) -> int:
    """Copy what moved for each holder who plans, and warn them; return how many there are.

    Both sides of a transfer are concerned, or the one account of a batch.
    """
    account_ids = [] if account_id is None else [account_id]
    if transfer_id is not None:
        try:
            transfer = ledger.read_transfer(transfer_id=transfer_id)
        except NotFound:
            return 0
        account_ids += [transfer.debit.id, transfer.credit.id]
    holders = ledger.list_holders(account_ids=account_ids)
    people = {person_id for rights in holders.values() for person_id, _ in rights}
    planners = list(Planner.objects.filter(person_id__in=people).order_by("person_id"))
    for planner in planners:
        copy_movements(person_id=planner.person_id, now=now)
        watch_spending(planner=planner, now=now)
    return len(planners)


@transaction.atomic
def watch_spending(*, planner: Planner, now: datetime) -> int:
    """Warn a person of what is nearly or wholly spent, each once a day; return how many warnings.

    What is passed is not said to be near.
    """
    if not planner.has_alerts:
        return 0
    today = now.date()
    allowance = queries.get_allowance(planner=planner, today=today)
    written = 0
    level = _level(allowance.spent_today_minor, of=allowance.day.allowance_minor)
    if level:
        facts = {
            "amount": format_amount(allowance.day.allowance_minor, currency=allowance.currency),
            "spent": format_amount(allowance.spent_today_minor, currency=allowance.currency),
            "currency": allowance.currency,
        }
        kind = f"allowance_{level}"
        written += _warn(planner, kind, _ALLOWANCE, day=today, facts=facts, now=now)
    for use in queries.list_budget_uses(person_id=planner.person_id, today=today):
        level = _level(use.spent_minor, of=max(0, use.available_minor))
        if level:
            currency = use.budget.currency
            facts = {
                "category": use.budget.category.name,
                "amount": format_amount(max(0, use.available_minor), currency=currency),
                "spent": format_amount(use.spent_minor, currency=currency),
                "currency": currency,
            }
            first = use.cycle.first_date
            subject = use.budget.id
            written += _warn(planner, f"budget_{level}", subject, day=first, facts=facts, now=now)
    return written


def mail_week(*, now: datetime) -> int:
    """Write the summaries of the week that is over for up to CHUNK people; return how many."""
    monday = now.date() - timedelta(days=now.weekday())
    due = Planner.objects.filter(
        Q(mailed_for__isnull=True) | Q(mailed_for__lt=monday),
        has_weekly_mail=True,
        created_at__date__lt=monday,
    )
    planners = list(due.order_by("person_id")[:CHUNK])
    for planner in planners:
        _mail(planner, monday=monday, now=now)
    return len(planners)


@transaction.atomic
def _mail(planner: Planner, *, monday: date, now: datetime) -> None:
    # Two workers at once: one of them finds nothing to change.
    waiting = Planner.objects.filter(person_id=planner.person_id).exclude(mailed_for=monday)
    if not waiting.update(mailed_for=monday):
        return
    week = queries.get_insights(
        person_id=planner.person_id,
        currency=planner.currency,
        from_date=monday - _WEEK,
        to_date=monday - timedelta(days=1),
    )
    if not week.flow.count:
        return
    spent = [part for part in week.categories if part.kind == "expense"]
    facts = {
        "income": format_amount(week.flow.income_minor, currency=planner.currency),
        "expenses": format_amount(week.flow.expenses_minor, currency=planner.currency),
        "net": format_amount(week.flow.net_minor, currency=planner.currency),
        "currency": planner.currency,
        "from_date": (monday - _WEEK).isoformat(),
        "to_date": (monday - timedelta(days=1)).isoformat(),
        "most": spent[0].name if spent else "-",
    }
    _tell(planner.person_id, "planning_week", facts, now=now)


def _level(spent_minor: int, *, of: int) -> str:
    if spent_minor <= 0 or spent_minor * 100 < of * NEAR_PERCENT:
        return ""
    return "passed" if spent_minor > of else "near"


def _warn(
    planner: Planner,
    kind: str,
    subject_id: UUID,
    *,
    day: date,
    facts: dict[str, str],
    now: datetime,
) -> int:
    _, is_new = Alert.objects.get_or_create(
        person_id=planner.person_id,
        kind=kind,
        subject_id=subject_id,
        about_date=day,
        defaults={"created_at": now},
    )
    if is_new:
        _tell(planner.person_id, kind, facts, now=now)
    return int(is_new)


def _tell(person_id: UUID, kind: str, facts: dict[str, str], *, now: datetime) -> None:
    payload = {"person_id": str(person_id), "kind": kind, "facts": facts}
    Event.objects.create(name=_NOTICE, payload=payload, created_at=now)
