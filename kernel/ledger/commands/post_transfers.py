"""Move money many times in one database transaction: the same rules and rows, written set-based.

`plan_transfers` decides every movement in memory, in order, on accounts that the posting has
locked; `post_transfers` writes what was decided with a few statements for hundreds of rows. A dry
run is a plan that nobody posts.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from kernel.errors import BankError
from kernel.ids import new_id
from kernel.ledger import statements
from kernel.ledger.commands.post_transfer import entry_type
from kernel.ledger.commands.posting import Posting
from kernel.ledger.commands.refusals import refuse_movement, refuse_overdrawing
from kernel.ledger.contention import LostUpdate
from kernel.ledger.records import PostingAccount
from kernel.ledger.sides import new_transfer_id


class Charge(NamedTuple):
    """What follows a movement, a fee or a tax: both happen, or neither.

    The payer pays it, or with `payee_pays` whoever got the movement's money, out of that.
    """

    credit: PostingAccount
    amount_minor: int
    note: str
    kind: str = "fee"
    payee_pays: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One movement that is asked for, between two locked accounts or the bank's own.

    `allow` is asked after the ledger's own refusals and may refuse with a BankError. With
    `any_past` the value date may lie as far back as history does.
    """

    debit: PostingAccount
    credit: PostingAccount
    amount_minor: int
    kind: str = "transfer"
    value_date: date | None = None
    note: str = ""
    charges: tuple[Charge, ...] = ()
    allow: Callable[[], None] | None = None
    any_past: bool = False


@dataclass(kw_only=True, slots=True)
class Flow:
    """What a batch moves on one account."""

    account: PostingAccount
    sequence: int
    came_in: int = 0
    in_minor: int = 0
    went_out: int = 0
    out_minor: int = 0


class Side(NamedTuple):
    """One account's side of a movement."""

    transfer_id: UUID
    kind: str
    amount_minor: int
    value_date: date


@dataclass(kw_only=True, slots=True)
class Plan:
    """Movements that were decided and are not written yet. The accounts have the new balances."""

    posted_at: datetime
    business_date: date
    actor_id: UUID
    transfers: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    flows: dict[UUID, Flow] = field(default_factory=dict)
    # Accounts that hold for the first time what they had to open with.
    funded: list[UUID] = field(default_factory=list)
    # The fees of each movement, in the order of its charges.
    charged: dict[UUID, list[UUID]] = field(default_factory=dict)


def begin_plan(posting: Posting) -> Plan:
    """Return an empty plan. All its movements are posted at one instant."""
    seen = [account.last_posted_at for account in posting.accounts.values()]
    return Plan(
        posted_at=statements.later(posting.now, posting.day.opened_at, *seen),
        business_date=posting.day.business_date,
        actor_id=posting.request.actor_id,
    )


def plan_transfers(
    posting: Posting, orders: Sequence[Order], *, plan: Plan | None = None
) -> tuple[Plan, list[UUID | BankError]]:
    """Decide movements one after the other; return the plan and, for each, its id or its refusal.

    Each one sees the balances that those before it left, exactly as if they were posted apart.
    """
    plan = plan or begin_plan(posting)
    return plan, [decide(plan, order) for order in orders]


def decide(plan: Plan, order: Order) -> UUID | BankError:
    """Decide one movement: its id, with the accounts moved on, or its refusal and no change."""
    value_date = order.value_date or plan.business_date
    try:
        refuse_movement(
            debit=order.debit,
            credit=order.credit,
            amount_minor=order.amount_minor,
            value_date=value_date,
            business_date=plan.business_date,
            any_past=order.any_past,
        )
        if order.charges:
            fees_minor = sum(
                charge.amount_minor for charge in order.charges if not charge.payee_pays
            )
            refuse_overdrawing(order.debit, amount_minor=order.amount_minor + fees_minor)
        if order.allow is not None:
            order.allow()
    except BankError as refusal:
        return refusal
    transfer_id = _note_down(plan, order, value_date=value_date, linked_id=None)
    if order.charges:
        plan.charged[transfer_id] = [
            _note_down(
                plan,
                Order(
                    debit=order.credit if charge.payee_pays else order.debit,
                    credit=charge.credit,
                    amount_minor=charge.amount_minor,
                    kind=charge.kind,
                    note=charge.note,
                ),
                value_date=value_date,
                linked_id=transfer_id,
            )
            for charge in order.charges
        ]
    return transfer_id


def _note_down(plan: Plan, order: Order, *, value_date: date, linked_id: UUID | None) -> UUID:
    transfer_id = new_transfer_id()
    salt = secrets.token_bytes(16) if order.note else b""
    out = Side(transfer_id, order.kind, -order.amount_minor, value_date)
    into = Side(transfer_id, order.kind, order.amount_minor, value_date)
    plan.transfers.append(
        (
            transfer_id,
            order.kind,
            order.debit.id,
            order.credit.id,
            _move(plan, order.debit, side=out),
            _move(plan, order.credit, side=into),
            order.amount_minor,
            order.debit.currency,
            plan.business_date,
            value_date,
            plan.posted_at,
            plan.actor_id,
            hashlib.sha256(salt + order.note.encode()).digest() if order.note else None,
            linked_id,
        )
    )
    if order.note:
        plan.notes.append((transfer_id, order.note, salt))
    return transfer_id


def _move(plan: Plan, account: PostingAccount, *, side: Side) -> int | None:
    if account.is_internal:
        return None
    flow = plan.flows.get(account.id)
    if flow is None:
        flow = Flow(account=account, sequence=account.sequence)
        plan.flows[account.id] = flow
    if side.amount_minor > 0:
        flow.came_in += 1
        flow.in_minor += side.amount_minor
    else:
        flow.went_out += 1
        flow.out_minor -= side.amount_minor
    account.balance_minor += side.amount_minor
    account.sequence += 1
    account.last_posted_at = plan.posted_at
    if account.is_just_funded:
        account.opening_minor = 0
        plan.funded.append(account.id)
    plan.entries.append(
        (
            account.id,
            account.sequence,
            side.transfer_id,
            entry_type(side.kind, side.amount_minor),
            side.amount_minor,
            account.balance_minor,
            plan.business_date,
            side.value_date,
            plan.posted_at,
        )
    )
    return account.sequence


def post_transfers(plan: Plan, *, batch_id: UUID) -> None:
    """Write what was decided: multi-row inserts and one update for hundreds of accounts.

    One event for each account, not for each movement: whoever pays ten thousand salaries is told
    once, and each payee once.

    Raises:
        LostUpdate: an account changed although it was locked; the whole transaction is repeated.

    """
    assert connection.in_atomic_block
    if not plan.transfers:
        return
    statements.insert_transfers(plan.transfers)
    changes = [
        (flow.account.id, flow.sequence, flow.account.sequence, flow.account.balance_minor)
        for flow in sorted(plan.flows.values(), key=lambda flow: flow.account.id)
    ]
    if statements.settle_accounts(changes, posted_at=plan.posted_at) != len(changes):
        raise LostUpdate
    statements.note_funded(plan.funded)
    statements.insert_many_entries(plan.entries)
    statements.insert_notes(plan.notes)
    statements.insert_events(
        [
            (new_id(), "batch.posted", _told(flow, batch_id), plan.posted_at)
            for flow in plan.flows.values()
        ]
    )


def _told(flow: Flow, batch_id: UUID) -> str:
    # Numbers and ids only, so this is JSON without a writer, ten thousand times.
    return (
        f'{{"batch_id": "{batch_id}", "account_id": "{flow.account.id}", '
        f'"came_in": {flow.came_in}, "in_minor": {flow.in_minor}, '
        f'"went_out": {flow.went_out}, "out_minor": {flow.out_minor}}}'
    )
