"""Run the archive's standing orders day by day through the bank's own, and compare what came out.

Everything goes through the commands of the API, with the clock of the day passed in: payees are
saved with a proof two days before, the order is made on its first day, and each day's run is what
beat calls. The paying account may go as low as its orders take it: the money that really came in is
another test's subject (`replay_berka`).
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from config.berka import identity
from config.berka.archive import CURRENCY
from config.berka.orders import RealOrder
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.product_terms import LIMIT_KINDS
from kernel.ledger.records import MoneyRequest
from kernel.money import format_amount
from kernel.step_up.digest import facts_digest
from kernel.step_up.errors import StepUpRequired
from kernel.step_up.proofs import Proof
from services.transactions import commands as transactions
from services.transactions.models import OrderExecution
from services.transactions.schedules import Schedule

Report = Callable[[int], None]
_KNOWN_BEFORE: Final = timedelta(days=2)
_MORNING: Final = time(6, tzinfo=UTC)
_NOON: Final = time(12, tzinfo=UTC)
_NO_LIMIT_MINOR: Final = 1_000_000_000


class BankHasLived(Exception):
    """The days of the archive cannot be lived through any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A day on which the bank and its archive do not agree, and why."""

    order: RealOrder
    day: date
    what: str
    why: str

    def __str__(self) -> str:
        """Return it as one line of a list."""
        amount = format_amount(self.order.amount_minor, currency=CURRENCY)
        return (
            f"order {self.order.order_id} of account {self.order.history.account_id}, "
            f"{self.day}, {amount} to {self.order.partner}: {self.what}; {self.why}"
        )


@dataclass(kw_only=True, slots=True)
class Outcome:
    """What was compared."""

    orders: int = 0
    days_run: int = 0
    recorded: int = 0
    executed: int = 0
    equal: int = 0
    differences: list[Difference] = field(default_factory=list)


def run_orders(
    *,
    orders: Sequence[RealOrder],
    all_days: bool = True,
    on_day: Report = lambda _count: None,
) -> dict[int, UUID]:
    """Live through every day from the first order to the last transaction of any account.

    Without `all_days` only through those on which an order begins or is due.

    Returns the id of each order in the bank, by its number in the archive.

    Raises:
        BankHasLived: the business day is past the archive's.

    """
    days = days_of(orders, all_days=all_days)
    to_save = _by_day(orders, before=_KNOWN_BEFORE)
    to_order = _by_day(orders, before=timedelta(0))
    made: dict[int, UUID] = {}
    now = datetime.combine(days[0], _MORNING)
    if ledger.roll_business_day(now=now) != days[0]:
        raise BankHasLived("This bank has lived past the archive's days: use an empty database.")
    ledger.set_terms(
        product=identity.ACCOUNT_TYPE_CODE,
        number=1,
        currency=CURRENCY,
        from_date=days[0],
        fees=[],
        limits=dict.fromkeys(LIMIT_KINDS, _NO_LIMIT_MINOR),
        now=now,
    )
    for day in days:
        morning = datetime.combine(day, _MORNING)
        ledger.roll_business_day(now=morning)
        for order in to_save[day]:
            _open_accounts(order, orders=orders, now=morning)
            _save_payee(order, now=morning)
        for order in to_order[day]:
            made[order.order_id] = _make(order, now=morning)
        after = transactions.execute_due_orders(now=datetime.combine(day, _NOON))
        while after is not None:
            after = transactions.execute_due_orders(now=datetime.combine(day, _NOON), after=after)
        on_day(1)
    return made


def days_of(orders: Sequence[RealOrder], *, all_days: bool) -> list[date]:
    """Return the days that `run_orders` lives through."""
    if all_days:
        first = min(order.first_date for order in orders) - _KNOWN_BEFORE
        last = max(order.last_date for order in orders)
        return [first + timedelta(days=after) for after in range((last - first).days + 1)]
    begun = {order.first_date - _KNOWN_BEFORE for order in orders}
    return sorted(begun.union(*(_schedule(order).days() for order in orders)))


def compare_orders(*, orders: Sequence[RealOrder], made: dict[int, UUID]) -> Outcome:
    """Hold what was carried out against what the archive recorded: each date, each amount.

    What was carried out is read from the ledger's entries of the paying account; the history of the
    order must say the same.
    """
    outcome = Outcome(orders=len(orders))
    for order in orders:
        entries = _paid(order)
        outcome.recorded += len(order.recorded)
        outcome.executed += len(entries)
        history = OrderExecution.objects.filter(
            order_id=made[order.order_id], status=OrderExecution.Status.EXECUTED
        )
        written = sorted(history.values_list("due_date", flat=True))
        if written != sorted(day for day, _ in entries):
            outcome.differences.append(
                _difference(order, order.first_date, "the history says other days", "a defect")
            )
        expected = set(order.recorded)
        for day, amount_minor in entries:
            if amount_minor != order.amount_minor:
                outcome.differences.append(
                    _difference(order, day, f"{amount_minor} was paid", "a defect")
                )
            elif day in expected:
                outcome.equal += 1
            else:
                outcome.differences.append(
                    _difference(order, day, "paid here, not recorded there", _reason(order, day))
                )
        found = {day for day, _ in entries}
        outcome.differences += [
            _difference(order, day, "recorded there, not paid here", "a defect")
            for day in order.recorded
            if day not in found
        ]
    return outcome


def _reason(order: RealOrder, day: date) -> str:
    if day > order.recorded[-1]:
        return f"the archive ends it before: its last transfer is of {order.recorded[-1]}"
    before = [row.balance_minor for row in order.history.rows if row.value_date <= day]
    if before and before[-1] < order.amount_minor:
        held = format_amount(before[-1], currency=CURRENCY)
        return f"the account held {held} that day: the order lacked money and was left out"
    return "the archive has no transfer in this month, and does not say why"


def _difference(order: RealOrder, day: date, what: str, why: str) -> Difference:
    return Difference(order=order, day=day, what=what, why=why)


def _paid(order: RealOrder) -> list[tuple[date, int]]:
    entries = books.list_transactions(
        account_ids=[identity.account_id(order.history.account_id)],
        keep=books.TransactionFilter(),
        order="posted_at",
        limit=10_000,
    )
    return [
        (entry.value_date, -entry.amount_minor)
        for entry in entries
        if entry.counterparty_number == _number(order) and entry.note == _note(order)
    ]


def _by_day(orders: Sequence[RealOrder], *, before: timedelta) -> dict[date, list[RealOrder]]:
    found: dict[date, list[RealOrder]] = defaultdict(list)
    for order in orders:
        found[order.first_date - before].append(order)
    return found


def _schedule(order: RealOrder) -> Schedule:
    return Schedule(
        frequency="monthly",
        first_date=order.first_date,
        day_of_month=order.first_date.day,
        end_date=order.last_date,
    )


def _open_accounts(order: RealOrder, *, orders: Sequence[RealOrder], now: datetime) -> None:
    if books.find_account(_number(order)) is None:
        ledger.open_account(
            number=_number(order),
            title=f"Account {order.partner}",
            currency=CURRENCY,
            holders={_partner_id(order): "owner"},
            now=now,
        )
    account_id = identity.account_id(order.history.account_id)
    if books.find_account(str(account_id)) is not None:
        return
    same = [one for one in orders if one.history.account_id == order.history.account_id]
    needed_minor = sum(one.amount_minor * len(list(_schedule(one).days())) for one in same)
    ledger.open_account(
        account_id=account_id,
        number=identity.account_iban(order.history.account_id),
        title=f"Client {order.history.owner.client_id}",
        currency=CURRENCY,
        product=identity.ACCOUNT_TYPE_CODE,
        floor_minor=-needed_minor,
        holders={_person_id(order): "owner"},
        now=now,
    )


def _save_payee(order: RealOrder, *, now: datetime) -> None:
    _proven(
        transactions.add_payee,
        person_id=_person_id(order),
        account=_number(order),
        name=f"Account {order.partner}",
        now=now,
    )


def _make(order: RealOrder, *, now: datetime) -> UUID:
    request = MoneyRequest.make(
        actor_id=_person_id(order),
        operation="order_payment",
        key=f"order-{order.order_id}",
        body=[order.order_id],
    )
    wanted = transactions.Wanted(
        from_account=identity.account_id(order.history.account_id),
        to_account=_number(order),
        amount=format_amount(order.amount_minor, currency=CURRENCY),
        schedule=_schedule(order),
        note=_note(order),
    )
    answer = _proven(
        transactions.order_payment,
        person_id=_person_id(order),
        request=request,
        wanted=wanted,
        now=now,
        names_person=False,
    )
    return UUID(json.loads(answer.body)["id"])


def _proven(
    command: Callable[..., Any],
    *,
    person_id: UUID,
    now: datetime,
    names_person: bool = True,
    **values: Any,
) -> Any:
    """Call a command and, when it asks for a fresh factor, once more with the proof of it."""
    if names_person:
        values["person_id"] = person_id
    try:
        return command(now=now, **values)
    except StepUpRequired as asked:
        wanted: Any = asked.extra["step_up"]
    proof = Proof(
        jti=uuid.uuid4().hex,
        person_id=person_id,
        operation=wanted["operation"],
        facts_sha256=facts_digest(operation=wanted["operation"], facts=wanted["facts"]),
        expires_at=now + timedelta(minutes=1),
    )
    return command(now=now, proof=proof, **values)


def _person_id(order: RealOrder) -> UUID:
    return identity.customer_id(order.history.owner.client_id)


def _partner_id(order: RealOrder) -> UUID:
    return uuid.uuid5(_person_id(order), order.partner)


def _number(order: RealOrder) -> str:
    # As the archive names it; no IBAN, so it is nobody else's.
    return order.partner.replace("/", "-")


def _note(order: RealOrder) -> str:
    return f"Standing order {order.order_id}"
