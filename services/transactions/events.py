"""What an event says, and to whom: read once, for people and for programs alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from kernel.ledger.queries import (
    NamedAccount,
    find_account,
    find_declined,
    list_holders,
    read_transfer,
)
from kernel.money import format_amount
from kernel.outbox.models import Event
from services.transactions.models import OrderExecution

_SHOWN_DIGITS: Final = 4
# Of these, holders of the account may be told by a webhook.
ACCOUNT_EVENTS: Final = (
    "account.frozen",
    "account.unfrozen",
    "account.dormant",
    "account.closed",
    "account.restored",
)
WEBHOOK_EVENTS: Final = (
    "transfer.posted",
    "batch.posted",
    "movement.declined",
    "standing_order.failed",
    "statement.ready",
    *ACCOUNT_EVENTS,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """What an event means for one account: who holds it, and which way money went."""

    account_id: UUID
    number: str
    holders: frozenset[UUID]
    direction: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An event in words that JSON has: its facts, and the sides that it concerns."""

    facts: Mapping[str, Any]
    sides: tuple[Side, ...]
    amount_minor: int = 0
    currency: str = ""

    @property
    def people(self) -> list[UUID]:
        """Return everybody whom it concerns, once and in order."""
        return sorted({person_id for side in self.sides for person_id in side.holders})

    def sides_of(self, person_id: UUID) -> list[Side]:
        """Return the accounts of one person that it is about."""
        return [side for side in self.sides if person_id in side.holders]


def masked(number: str) -> str:
    """Return the last four digits of an account's number: mail is no safe place."""
    return f"…{number[-_SHOWN_DIGITS:]}"


def read_event(event: Event) -> Told:
    """Return what an event says.

    Raises:
        KeyError: nothing is known of events of this name.

    """
    return _READERS[event.name](event)


def _transfer(event: Event) -> Told:
    transfer = read_transfer(transfer_id=UUID(event.payload["transfer_id"]))
    parties = ((transfer.debit, "out"), (transfer.credit, "in"))
    holders = list_holders(account_ids=[party.id for party, _ in parties])
    return Told(
        facts={
            "transfer": str(transfer.id),
            "kind": transfer.kind,
            "amount": format_amount(transfer.amount_minor, currency=transfer.currency),
            "currency": transfer.currency,
            "value_date": transfer.value_date.isoformat(),
        },
        sides=tuple(
            Side(
                account_id=party.id,
                number=party.number,
                holders=frozenset(person_id for person_id, _ in holders[party.id]),
                direction=direction,
            )
            for party, direction in parties
        ),
        amount_minor=transfer.amount_minor,
        currency=transfer.currency,
    )


def _batch(event: Event) -> Told:
    flow = event.payload
    account = find_account(flow["account_id"])
    assert account is not None
    is_out = flow["out_minor"] > flow["in_minor"]
    amount_minor = flow["out_minor"] if is_out else flow["in_minor"]
    return Told(
        facts={
            "batch": flow["batch_id"],
            "count": flow["went_out"] if is_out else flow["came_in"],
            "amount": format_amount(amount_minor, currency=account.currency),
            "currency": account.currency,
            "value_date": event.created_at.date().isoformat(),
        },
        sides=(_side(account, direction="out" if is_out else "in"),),
        amount_minor=amount_minor,
        currency=account.currency,
    )


def _declined(event: Event) -> Told:
    """Read it for who asked, and only about their own account: not for a teller."""
    attempt = find_declined(refusal_id=UUID(event.payload["refusal_id"]))
    if attempt is None or attempt.actor_id is None or attempt.account_id is None:
        return Told(facts={}, sides=())
    if not attempt.account_number:
        return Told(facts={}, sides=())
    return Told(
        facts={
            "operation": attempt.operation,
            "code": attempt.code,
            "amount": attempt.amount,
            "currency": attempt.currency,
        },
        sides=(
            Side(
                account_id=attempt.account_id,
                number=attempt.account_number,
                holders=frozenset({attempt.actor_id}),
            ),
        ),
        currency=attempt.currency,
    )


def _order_failed(event: Event) -> Told:
    execution = OrderExecution.objects.select_related("order").get(
        id=UUID(event.payload["execution_id"])
    )
    order = execution.order
    account = find_account(str(order.account_id))
    assert account is not None
    return Told(
        facts={
            "standing_order": str(order.id),
            "due_date": execution.due_date.isoformat(),
            "code": execution.code,
            "amount": format_amount(execution.amount_minor, currency=account.currency),
            "currency": account.currency,
        },
        sides=(
            Side(
                account_id=account.id,
                number=account.number,
                holders=frozenset({order.person_id}),
            ),
        ),
        amount_minor=execution.amount_minor,
        currency=account.currency,
    )


def _account(event: Event) -> Told:
    """Read an event of an account's life: for its holders, or for the one whom it names."""
    account = find_account(event.payload["account_id"])
    if account is None:
        return Told(facts={}, sides=())
    return Told(facts={}, sides=(_side(account, only=event.payload.get("person_id")),))


def _statement(event: Event) -> Told:
    """Read that a statement was made; the payload names its account and perhaps its `period`."""
    told = _account(event)
    return Told(facts={"period": event.payload.get("period", "")}, sides=told.sides)


def _side(account: NamedAccount, *, direction: str = "", only: str | None = None) -> Side:
    holders = frozenset(
        person_id for person_id, _ in list_holders(account_ids=[account.id])[account.id]
    )
    return Side(
        account_id=account.id,
        number=account.number,
        holders=holders if only is None else holders & {UUID(only)},
        direction=direction,
    )


_READERS: Final[Mapping[str, Callable[[Event], Told]]] = {
    "transfer.posted": _transfer,
    "batch.posted": _batch,
    "movement.declined": _declined,
    "standing_order.failed": _order_failed,
    "statement.ready": _statement,
    **dict.fromkeys(ACCOUNT_EVENTS, _account),
}
