"""Copy what the ledger knows into a person's records: each movement once, however often it runs."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kernel.errors import TryAgain
from kernel.ledger import queries as ledger
from kernel.ledger.queries.transactions import Transaction
from services.planning import queries
from services.planning.commands.match_payments import match_payments
from services.planning.filing import file_by_rules, folded, short
from services.planning.models import Planner, Record, Rule, month_of

PAGE: Final = 500
# A first request copies for this long, and the next one goes on where it stopped.
SECONDS: Final = 8.0
DEFAULT_CURRENCY: Final = "EUR"
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class StillCopying(TryAgain):
    """Your past movements are being read; please try again."""


def start_planning(*, person_id: UUID, now: datetime) -> Planner:
    """Return how a person plans; the first time, after copying all their movements.

    Raises:
        StillCopying: there are so many that another request has to go on.

    """
    planner = queries.find_planner(person_id=person_id)
    if planner is not None:
        return planner
    held = ledger.list_held_accounts(person_id=person_id)
    if not copy_movements(person_id=person_id, now=now, seconds=SECONDS):
        raise StillCopying
    planner, _ = Planner.objects.get_or_create(
        person_id=person_id,
        defaults={
            "currency": held[0].currency if held else DEFAULT_CURRENCY,
            "created_at": now,
        },
    )
    return planner


def copy_movements(*, person_id: UUID, now: datetime, seconds: float | None = None) -> bool:
    """Copy the movements of a person's accounts that are not records yet.

    Return False when the time was up before all were copied.
    """
    until = None if seconds is None else time.monotonic() + seconds
    held = ledger.list_held_accounts(person_id=person_id)
    copied = _last_sequences(person_id, [account.id for account in held])
    behind = [account for account in held if account.sequence > copied.get(account.id, 0)]
    if not behind:
        return True
    own = {account.number for account in held}
    rules = queries.list_rules(person_id=person_id)
    other = queries.default_category_id()
    for account in behind:
        sequence = copied.get(account.id, 0)
        while sequence < account.sequence:
            if until is not None and time.monotonic() > until:
                return False
            page = ledger.list_transactions(
                account_ids=[account.id],
                keep=ledger.TransactionFilter(),
                order="posted_at",
                after=(_LONG_AGO, account.id, sequence),
                limit=PAGE,
            )
            if not page:
                break
            _write(page, person_id=person_id, own=own, rules=rules, other=other, now=now)
            sequence = page[-1].sequence
    return True


def _last_sequences(person_id: UUID, account_ids: Collection[UUID]) -> dict[UUID, int]:
    records = Record.objects.filter(person_id=person_id, account_id__in=account_ids)
    found = records.order_by().values_list("account_id").annotate(last=Max("sequence"))
    return dict(found)


@transaction.atomic
def _write(
    page: list[Transaction],
    *,
    person_id: UUID,
    own: set[str],
    rules: list[Rule],
    other: UUID,
    now: datetime,
) -> None:
    records = [_record(one, person_id=person_id, own=own, other=other, now=now) for one in page]
    file_by_rules(records, rules)
    # Another copier may have been here at the same time: each movement is one row.
    Record.objects.bulk_create(records, ignore_conflicts=True)
    match_payments(person_id=person_id, since=min(record.booked_on for record in records), now=now)


def _record(
    movement: Transaction, *, person_id: UUID, own: set[str], other: UUID, now: datetime
) -> Record:
    counterparty, text = short(movement.counterparty_name), short(movement.note)
    return Record(
        person_id=person_id,
        source=Record.Source.BANK,
        kind=_kind(movement, own=own),
        booked_on=movement.value_date,
        month=month_of(movement.value_date),
        amount_minor=movement.amount_minor,
        currency=movement.currency,
        category_id=other,
        counterparty=counterparty,
        counterparty_folded=folded(counterparty),
        counterparty_number=movement.counterparty_number or "",
        text=text,
        text_folded=folded(text),
        movement=movement.type,
        account_id=movement.account_id,
        sequence=movement.sequence,
        transaction_id=movement.id,
        created_at=now,
        changed_at=now,
    )


def _kind(movement: Transaction, *, own: set[str]) -> str:
    if movement.counterparty_number in own:
        return Record.Kind.TRANSFER
    # Money that comes back was not earned: it makes the expense smaller.
    comes_in = (movement.amount_minor > 0) != (movement.reverses_id is not None)
    return Record.Kind.INCOME if comes_in else Record.Kind.EXPENSE
