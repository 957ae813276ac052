"""What the planning API answers, from what the commands and queries return."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kernel.money import format_amount
from services.planning.models import Change, DailyRate, Planner, Record, Rule, Share
from services.planning.queries import Flow, Insights, Part


def page_content(results: Iterable[Any], *, following: str | None = None) -> dict[str, Any]:
    """Return a page; `following` is the address of the next one."""
    return {"results": list(results), "next": following, "previous": None}


def record_content(record: Record) -> dict[str, Any]:
    """Return a record."""
    return {
        "id": record.id,
        "type": record.kind,
        "source": record.source,
        "amount": format_amount(record.amount_minor, currency=record.currency),
        "currency": record.currency,
        "date": record.booked_on,
        "category": record.category_id,
        "filed_by": record.filed_by,
        "counterparty": record.counterparty,
        "counterparty_number": record.counterparty_number,
        "text": record.text,
        "account": record.account_id,
        "transaction": record.transaction_id,
        "plan": record.plan_id,
        "created_at": record.created_at,
        "changed_at": record.changed_at,
        "deleted_at": record.deleted_at,
    }


def change_content(change: Change) -> dict[str, Any]:
    """Return a change of a record."""
    return {
        "id": change.id,
        "action": change.action,
        "actor": change.actor_id,
        "before": change.before,
        "after": change.after,
        "happened_at": change.created_at,
    }


def rule_content(rule: Rule) -> dict[str, Any]:
    """Return a rule."""
    low, high = rule.min_amount_minor, rule.max_amount_minor
    return {
        "id": rule.id,
        "category": rule.category_id,
        "counterparty": rule.counterparty,
        "text": rule.text,
        "type": rule.kind,
        "currency": rule.currency,
        "min_amount": None if low is None else format_amount(low, currency=rule.currency),
        "max_amount": None if high is None else format_amount(high, currency=rule.currency),
        "created_at": rule.created_at,
    }


def settings_content(planner: Planner) -> dict[str, Any]:
    """Return how a person plans."""
    return {
        "currency": planner.currency,
        "carry_over": planner.carry_over,
        "has_alerts": planner.has_alerts,
        "has_weekly_mail": planner.has_weekly_mail,
    }


def share_content(share: Share) -> dict[str, Any]:
    """Return a share."""
    return {
        "id": share.id,
        "owner": share.owner_id,
        "person": share.viewer_id,
        "created_at": share.created_at,
    }


def flow_content(flow: Flow, *, currency: str) -> dict[str, Any]:
    """Return what came in, went out and is left."""
    return {
        "income": format_amount(flow.income_minor, currency=currency),
        "expenses": format_amount(flow.expenses_minor, currency=currency),
        "net": format_amount(flow.net_minor, currency=currency),
        "count": flow.count,
    }


def insights_content(found: Insights) -> dict[str, Any]:
    """Return all figures of a period."""
    currency, frequent = found.currency, found.most_frequent
    return {
        "currency": currency,
        "from_date": found.from_date,
        "to_date": found.to_date,
        "total": flow_content(found.flow, currency=currency),
        "previous": flow_content(found.before, currency=currency),
        "change": {
            "income": _change(found.flow.income_minor, found.before.income_minor),
            "expenses": _change(found.flow.expenses_minor, found.before.expenses_minor),
        },
        "ratio": None if found.ratio_ppm is None else _points(found.ratio_ppm, places=6),
        "average": format_amount(found.average_minor, currency=currency),
        "months": [
            {"month": month, **flow_content(flow, currency=currency)}
            for month, flow in found.months.items()
        ],
        "categories": [
            {**part_content(part, currency=currency), "category": part.category_id}
            for part in found.categories
        ],
        "most_frequent_category": None if frequent is None else frequent.category_id,
        "counterparties": [part_content(part, currency=currency) for part in found.counterparties],
        "recent": [
            {
                "id": one.id,
                "type": one.kind,
                "date": one.booked_on,
                "amount": format_amount(one.amount_minor, currency=one.currency),
                "currency": one.currency,
                "counterparty": one.counterparty,
                "category": one.category_id,
            }
            for one in found.recent
        ],
        "unconverted": [
            {
                "currency": one.currency,
                "count": one.count,
                "amount": format_amount(one.amount_minor, currency=one.currency),
            }
            for one in found.unconverted
        ],
    }


def part_content(part: Part, *, currency: str) -> dict[str, Any]:
    """Return a part of all income or expenses."""
    return {
        "name": part.name,
        "type": part.kind,
        "count": part.count,
        "amount": format_amount(part.amount_minor, currency=currency),
        "share": _points(part.share_ppm, places=4),
    }


def rate_content(rate: DailyRate) -> dict[str, Any]:
    """Return what one euro buys."""
    return {
        "currency": rate.currency,
        "date": rate.rate_date,
        "rate": _points(rate.per_euro_nano, places=9),
    }


def _change(now_minor: int, before_minor: int) -> str | None:
    if before_minor <= 0:
        return None
    return _points((now_minor - before_minor) * 1_000_000 // before_minor, places=4)


def _points(value: int, *, places: int) -> str:
    """Return a whole number of the smallest part with a point: 12345 with 4 places is 1.2345."""
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
