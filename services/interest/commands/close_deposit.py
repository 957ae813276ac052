"""Close a fixed deposit before its day, or say what happens on that day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, TryAgain
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.errors import AccessNotEnough, AccountNotFound
from kernel.ledger.records import MAY_MOVE, Answer, MoneyRequest
from kernel.step_up.proofs import Proof, use_proof
from services.interest.commands.credit_period import bank_request
from services.interest.commands.end_deposit import end_deposit
from services.interest.commands.place_deposit import check_pay_to
from services.interest.commands.plan_run import is_settled
from services.interest.models import InterestDeposit
from services.interest.notices import tell_holders
from services.interest.queries.deposits import DepositNotFound, ending_of
from services.interest.receipts import deposit_content, forfeited_text

OPERATION: Final = "close_deposit"


class DepositOver(Conflict):
    """The deposit is over, or this is its day."""


class InterestBehind(TryAgain):
    """The interest of yesterday is not there yet."""


@retry_on_contention
@transaction.atomic(durable=True)
def close_deposit(
    *,
    request: MoneyRequest,
    now: datetime,
    deposit_id: UUID,
    pay_to: UUID | None = None,
    proof: Proof | None = None,
) -> Answer:
    """End a deposit today: what it has earned less the penalty, and the principal, are free.

    They are paid to `pay_to`, else to where the deposit pays at maturity; if it names nothing they
    stay on its account. The holder confirms with a fresh factor what it costs.

    Raises:
        DepositNotFound, AccessNotEnough, DepositOver, AccountNotFound, SameAccount,
        CurrencyMismatch, InterestBehind, StepUpRequired, StepUpMismatch, StepUpExpired,
        StepUpUsed: in this order; and what refuses the credit.

    """
    deposit = _lock(deposit_id, person_id=request.actor_id)
    answer = find_answer(request)
    if answer is not None:
        return answer
    if deposit.status != InterestDeposit.Status.RUNNING:
        raise DepositOver
    if pay_to is not None:
        _own(pay_to, person_id=request.actor_id)
        deposit.pay_to_id = pay_to
    ids = [deposit.account_id, *([] if deposit.pay_to_id is None else [deposit.pay_to_id])]
    posting = ledger.begin_posting(
        request=bank_request(f"close:{deposit_id}"), account_ids=ids, now=now
    )
    account = posting.accounts[deposit.account_id]
    target = posting.accounts.get(deposit.pay_to_id) if deposit.pay_to_id else None
    check_pay_to(at_maturity=InterestDeposit.AtMaturity.ROLL_OVER, account=account, pay_to=target)
    today = posting.day.business_date
    if today >= deposit.maturity_date:
        raise DepositOver
    if not is_settled(today - timedelta(days=1)):
        raise InterestBehind
    ending = ending_of(deposit, end_date=today)
    plan = ledger.begin_plan(posting)
    refusal = end_deposit(
        deposit, ending, posting=posting, plan=plan, end_date=today, value_date=today, now=now
    )
    if refusal is not None:
        raise refusal
    ledger.post_transfers(plan, batch_id=deposit.id)
    tell_holders(deposit, kind="deposit_closed", now=now)
    use_proof(
        proof=proof,
        person_id=request.actor_id,
        operation=OPERATION,
        facts={
            "account": account.number,
            "forfeited": forfeited_text(ending.forfeited_nano, currency=deposit.currency),
            "currency": deposit.currency,
            "pay_to": (target or account).number,
        },
        now=now,
    )
    return ledger.keep_answer(request=request, content=deposit_content(deposit), now=now)


@transaction.atomic(durable=True)
def instruct_deposit(
    *, deposit_id: UUID, person_id: UUID, at_maturity: str, pay_to: UUID | None
) -> InterestDeposit:
    """Say anew what happens on the day of maturity.

    Raises:
        DepositNotFound, AccessNotEnough, DepositOver, AccountNotFound, PayToMissing, SameAccount,
        CurrencyMismatch: in this order.

    """
    deposit = _lock(deposit_id, person_id=person_id)
    if deposit.status != InterestDeposit.Status.RUNNING:
        raise DepositOver
    target = None if pay_to is None else _own(pay_to, person_id=person_id)
    check_pay_to(
        at_maturity=at_maturity,
        account=books.get_held_account(account_id=deposit.account_id, person_id=person_id),
        pay_to=target,
    )
    deposit.at_maturity, deposit.pay_to_id = at_maturity, pay_to
    deposit.save(update_fields=["at_maturity", "pay_to_id"])
    return deposit


def _lock(deposit_id: UUID, *, person_id: UUID) -> InterestDeposit:
    deposit = InterestDeposit.objects.select_for_update().filter(id=deposit_id).first()
    if deposit is None:
        raise DepositNotFound
    try:
        held = books.get_held_account(account_id=deposit.account_id, person_id=person_id)
    except AccountNotFound:
        raise DepositNotFound from None
    if held.access not in MAY_MOVE:
        raise AccessNotEnough
    return deposit


def _own(account_id: UUID, *, person_id: UUID) -> books.HeldAccount:
    try:
        held = books.get_held_account(account_id=account_id, person_id=person_id)
    except AccountNotFound:
        raise AccountNotFound(field="pay_to") from None
    if held.access not in MAY_MOVE:
        raise AccessNotEnough(field="pay_to")
    return held
