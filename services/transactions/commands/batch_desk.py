"""One part of a batch: every item decided in order under the rules of a single payment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel import sql
from kernel.errors import BankError
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.commands import Charge, Order
from kernel.ledger.errors import AccountNotFound, CurrencyMismatch
from kernel.ledger.product_terms import ProductFee
from kernel.ledger.records import MoneyRequest, PostingAccount
from kernel.money import format_amount
from services.transactions.commands.batch_rules import Allowance
from services.transactions.commands.fees import note_of
from services.transactions.commands.rules import read_amount, refuse_without_access
from services.transactions.models import FeeCharge
from services.transactions.queries.rules import ProductRules, get_rules


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchLine:
    """One item as it was asked for. `problem` refuses it before anybody looks at its accounts."""

    position: int
    from_account: str
    to_account: str
    amount: object
    currency: str | None = None
    note: str = ""
    reference: str = ""
    problem: BankError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: its transfer, or why not."""

    line: BatchLine
    transfer_id: UUID | None
    refusal: BankError | None


@dataclass(kw_only=True)
class Desk:
    """The accounts of some items, locked, and what is decided about them."""

    posting: ledger.Posting
    ids: Mapping[str, UUID]
    currency: str | None
    allowance: Allowance
    rules: ProductRules
    plan: ledger.Plan = field(init=False)
    outcomes: list[Outcome] = field(default_factory=list)
    _fees: dict[str, list[ProductFee]] = field(default_factory=dict)
    _charges: dict[str, tuple[Charge, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the plan."""
        self.plan = ledger.begin_plan(self.posting)

    def decide(self, lines: Sequence[BatchLine]) -> None:
        """Decide items one after the other; each sees what those before it left."""
        for line in lines:
            found = self._decide(line)
            if isinstance(found, UUID):
                self.outcomes.append(Outcome(line, found, None))
            else:
                self.outcomes.append(Outcome(line, None, found))

    def _decide(self, line: BatchLine) -> UUID | BankError:
        if line.problem is not None:
            return line.problem
        try:
            order = self._order(line)
        except BankError as refusal:
            return refusal
        return ledger.decide(self.plan, order)

    def _order(self, line: BatchLine) -> Order:
        payer = self._account(line.from_account)
        if payer is None or payer.access is None:
            raise AccountNotFound(field="from_account")
        refuse_without_access(payer, field="from_account")
        to = self._account(line.to_account)
        if to is None:
            raise AccountNotFound(field="to_account")
        self.currency = self.currency or payer.currency
        if payer.currency != self.currency:
            raise CurrencyMismatch(f"This batch is in {self.currency}.", field="currency")
        amount_minor = read_amount(line.amount, currency=line.currency, account=payer)
        if to.may_be_moved:
            return Order(debit=payer, credit=to, amount_minor=amount_minor, note=line.note)

        def allow() -> None:
            self.allowance.use(payer=payer, to=to, amount_minor=amount_minor)

        return Order(
            debit=payer,
            credit=to,
            amount_minor=amount_minor,
            note=line.note,
            charges=self._charges_of(payer),
            allow=allow,
        )

    def _account(self, reference: str) -> PostingAccount | None:
        account_id = self.ids.get(reference)
        return None if account_id is None else self.posting.accounts.get(account_id)

    def _charges_of(self, payer: PostingAccount) -> tuple[Charge, ...]:
        if not payer.product:
            return ()
        if payer.product not in self._charges:
            day = self.posting.day.business_date
            self._fees[payer.product] = self.rules.payment_fees(
                product=payer.product, currency=payer.currency, day=day
            )
            bank = self.posting.bank_account(purpose="fees", currency=payer.currency)
            self._charges[payer.product] = tuple(
                Charge(bank, fee.amount_minor, note_of(fee.code))
                for fee in self._fees[payer.product]
            )
        return self._charges[payer.product]

    def write(self, *, batch_id: UUID) -> None:
        """Write what was decided: the movements, what was counted, and the result of each item."""
        ledger.post_transfers(self.plan, batch_id=batch_id)
        self.allowance.save()
        self._write_fees()
        sql.insert_many(
            "transactions_batch_item",
            "batch_id, position, status, from_account, to_account, amount, reference, "
            "transfer_id, code, detail",
            [_row(outcome, batch_id=batch_id) for outcome in self.outcomes],
        )

    def _write_fees(self) -> None:
        payers = {
            outcome.transfer_id: self._account(outcome.line.from_account)
            for outcome in self.outcomes
            if outcome.transfer_id in self.plan.charged
        }
        FeeCharge.objects.bulk_create(
            [
                FeeCharge(
                    id=new_id(),
                    account_id=payer.id,
                    kind=fee.code,
                    cause=str(transfer_id),
                    amount_minor=fee.amount_minor,
                    currency=payer.currency,
                    status=FeeCharge.Status.CHARGED,
                    tried_on=self.posting.day.business_date,
                    transfer_id=fee_id,
                    created_at=self.posting.now,
                )
                for transfer_id, payer in payers.items()
                if transfer_id is not None and payer is not None
                for fee, fee_id in zip(
                    self._fees[payer.product], self.plan.charged[transfer_id], strict=True
                )
            ],
            batch_size=1000,
        )

    def balances(self) -> list[dict[str, str]]:
        """Return the balances of the asker's accounts as the decisions leave them."""
        return [
            {
                "account": str(account.id),
                "balance": format_amount(account.balance_minor, currency=account.currency),
                "available": format_amount(account.available_minor, currency=account.currency),
            }
            for account in self.posting.accounts.values()
            if account.access is not None
        ]


def open_desk(
    *,
    request: MoneyRequest,
    lines: Sequence[BatchLine],
    currency: str | None = None,
    now: datetime,
) -> Desk:
    """Lock every account of some items, once and in id order. The payer's row is locked.

    Raises:
        BusinessDayClosed, IdempotencyKeyReused: as every posting.

    """
    ids = _resolve(lines)
    posting = ledger.begin_posting(request=request, account_ids=set(ids.values()), now=now)
    rules = get_rules()
    allowance = Allowance(
        person_id=request.actor_id,
        to_ids=_to_ids(lines, ids=ids, posting=posting),
        rules=rules,
        now=now,
    )
    return Desk(posting=posting, ids=ids, currency=currency, allowance=allowance, rules=rules)


def _resolve(lines: Sequence[BatchLine]) -> dict[str, UUID]:
    asked = [line for line in lines if line.problem is None]
    return books.find_account_ids(
        {reference for line in asked for reference in (line.from_account, line.to_account)}
    )


def _to_ids(
    lines: Sequence[BatchLine], *, ids: Mapping[str, UUID], posting: ledger.Posting
) -> Collection[UUID]:
    found = {ids[line.to_account] for line in lines if line.to_account in ids}
    return {one for one in found if one in posting.accounts}


def _row(outcome: Outcome, *, batch_id: UUID) -> tuple[Any, ...]:
    line, refusal = outcome.line, outcome.refusal
    return (
        batch_id,
        line.position,
        "posted" if refusal is None else "refused",
        line.from_account,
        line.to_account,
        str(line.amount)[:24],
        line.reference,
        outcome.transfer_id,
        "" if refusal is None else refusal.code,
        "" if refusal is None else refusal.detail[:200],
    )
