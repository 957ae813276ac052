"""A payment between customer accounts: whether it *may* be made. The ledger says if it *can* be.

It runs inside its caller's transaction: a transfer that somebody asks for, or an order that is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.errors import NotFound
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.records import Answer, MoneyRequest, Movement, PostingAccount
from kernel.money import format_amount
from kernel.step_up.proofs import Proof
from services.transactions.commands.fees import charge_transfer_fees
from services.transactions.commands.limits import use_limits
from services.transactions.commands.payees import remember_payment
from services.transactions.commands.payer import KnownPayee, LockedPayer, lock_payer_and_read
from services.transactions.commands.rules import read_amount, refuse_without_access
from services.transactions.commands.step_up import prove_payment
from services.transactions.models import Payee
from services.transactions.names import initials
from services.transactions.queries.payees import PayeeNotFound
from services.transactions.queries.rules import ProductRules, get_rules
from services.transactions.receipts import transfer_receipt


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """What is asked for. The payee is named by `to_account` or by `payee_id`.

    `is_agreed` marks one that was proven when it was ordered; `any_past` lets it count on an
    earlier day than people may ask for.
    """

    from_account: UUID
    to_account: str = ""
    payee_id: UUID | None = None
    amount: object = None
    currency: str | None = None
    note: str = ""
    value_date: date | None = None
    is_agreed: bool = False
    any_past: bool = False


def pay(
    *, request: MoneyRequest, payment: Payment, proof: Proof | None = None, now: datetime
) -> tuple[Answer, Movement | None]:
    """Make a payment and return its answer and, when it was not made before, its movement.

    What somebody pays to others counts against their limits and the payee's cooling-off, may cost a
    fee of the product, and needs a proof above the thresholds. All of that is looked at after the
    ledger's own refusals: nobody is asked for a code for a payment that would be refused anyway.

    Raises:
        AccountNotFound, PayeeNotFound, AccessNotEnough, AmountInvalid, CurrencyMismatch,
        AmountAboveLimit, SameAccount, AccountClosed, AccountFrozen, CreditsOnly,
        ValueDateInFuture, ValueDateTooOld, InsufficientFunds, LimitExceeded, PayeeCoolingOff,
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: in this order.

    """
    person_id = request.actor_id
    to_id = _find(payment)
    who = lock_payer_and_read(person_id=person_id, to_id=to_id, payee_id=payment.payee_id)
    saved = who.payee if payment.payee_id is not None and who.payee else None
    if saved is not None and saved.is_saved:
        to_id = saved.account_id
    wanted = [payment.from_account] if to_id is None else [payment.from_account, to_id]
    posting = ledger.begin_posting(request=request, account_ids=wanted, now=now)
    if posting.answer is not None:
        return posting.answer, None
    payer = posting.account_of_asker(payment.from_account, field="from_account")
    refuse_without_access(payer, field="from_account")
    if to_id is None:
        raise _nobody(payment)
    to = posting.any_account(to_id, field="to_account")
    movement = ledger.post_transfer(
        posting,
        kind="transfer",
        debit=payer,
        credit=to,
        amount_minor=read_amount(payment.amount, currency=payment.currency, account=payer),
        value_date=payment.value_date,
        note=payment.note,
        any_past=payment.any_past,
    )
    fee_minor = 0
    if not to.may_be_moved:
        rules = get_rules(who.rules_version)
        fee_minor = charge_transfer_fees(posting, rules=rules, payer=payer, payment=movement)
        _allow(movement, who=who, rules=rules, payment=payment, proof=proof, now=now)
    content = transfer_receipt(movement, fee_minor=fee_minor)
    return ledger.keep_answer(request=request, content=content, now=now), movement


def _find(payment: Payment) -> UUID | None:
    if payment.payee_id is not None or not payment.to_account:
        return None
    return books.find_account_id(payment.to_account)


def _nobody(payment: Payment) -> NotFound:
    if payment.payee_id is not None:
        return PayeeNotFound(field="payee")
    return AccountNotFound(field="to_account")


def _allow(
    movement: Movement,
    *,
    who: LockedPayer,
    rules: ProductRules,
    payment: Payment,
    proof: Proof | None,
    now: datetime,
) -> None:
    """Count a payment to somebody else and ask for its proof, or refuse and undo it."""
    payer, to = movement.debit, movement.credit
    use_limits(
        who,
        rules=rules,
        product=payer.product,
        currency=payer.currency,
        amount_minor=movement.amount_minor,
        now=now,
    )
    payee, was_new = remember_payment(who, to=to, amount_minor=movement.amount_minor, now=now)
    if payment.is_agreed:
        return
    prove_payment(
        proof=proof,
        person_id=who.person_id,
        operation="transfer_money",
        facts={
            "amount": format_amount(movement.amount_minor, currency=movement.currency),
            "currency": movement.currency,
            "to_account": to.number,
            "to_name": shown_name(payee, to=to),
        },
        amount_minor=movement.amount_minor,
        is_new=was_new,
        now=now,
    )


def shown_name(payee: Payee | KnownPayee, *, to: PostingAccount) -> str:
    """Return how a payer sees a payee before paying: the name they wrote, or initials only."""
    return payee.name or initials(to.title)
