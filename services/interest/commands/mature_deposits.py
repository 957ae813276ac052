"""End the deposits whose day has come, once each, and tell people before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.money import format_amount
from services.interest.arithmetic import MAX_BALANCE_MINOR
from services.interest.commands.credit_period import bank_request
from services.interest.commands.end_deposit import end_deposit
from services.interest.commands.place_deposit import write_deposit
from services.interest.commands.plan_run import maturing
from services.interest.models import InterestDeposit, InterestRun, InterestRunChunk
from services.interest.notices import tell_holders
from services.interest.queries.deposits import ending_of
from services.interest.queries.rates import rate_in_force

# How many days ahead people are told that a deposit matures.
REMIND_DAYS: Final = 7
_REMINDED_AT_ONCE: Final = 200
_AtMaturity = InterestDeposit.AtMaturity


def mature_range(run: InterestRun, chunk: InterestRunChunk, *, now: datetime) -> tuple[int, int]:
    """End the deposits of a range of accounts whose last day was the run's.

    Returns how many ended and how many could not. Interest, payout, the deposit's row and that of
    the one that follows it are one transaction. A deposit whose account takes no interest, because
    it is frozen, runs on without earning and is tried again with the next day's run.
    """
    assert connection.in_atomic_block
    due = maturing(run.business_date).filter(
        account_id__gte=chunk.first_id, account_id__lte=chunk.last_id
    )
    # Locked before the accounts, as by everybody who ends a deposit.
    deposits = list(due.select_for_update().order_by("account_id"))
    if not deposits:
        return 0, 0
    wanted = {one.account_id for one in deposits} | {one.pay_to_id for one in deposits}
    posting = ledger.begin_posting(
        request=bank_request(f"{run.id}:{chunk.position}"),
        account_ids=[one for one in wanted if one is not None],
        now=now,
    )
    plan = ledger.begin_plan(posting)
    ended = [one for one in deposits if _mature(one, posting=posting, plan=plan, now=now)]
    ledger.post_transfers(plan, batch_id=run.id)
    for deposit in ended:
        next_day = _roll_over(deposit, first_date=run.business_date + timedelta(days=1), now=now)
        tell_holders(
            deposit,
            kind="deposit_matured",
            what_next=_what_next(deposit, next_day=next_day),
            now=now,
        )
    return len(ended), len(deposits) - len(ended)


def _mature(
    deposit: InterestDeposit, *, posting: ledger.Posting, plan: ledger.Plan, now: datetime
) -> bool:
    day = deposit.maturity_date
    refusal = end_deposit(
        deposit,
        ending_of(deposit, end_date=day),
        posting=posting,
        plan=plan,
        end_date=day,
        value_date=min(day, posting.day.business_date),
        now=now,
    )
    return refusal is None


def _roll_over(deposit: InterestDeposit, *, first_date: date, now: datetime) -> date | None:
    """Place what goes on at the rate of the new first day; return its maturity, or None."""
    if deposit.at_maturity == _AtMaturity.PAY_OUT:
        return None
    principal = deposit.principal_minor
    if deposit.at_maturity == _AtMaturity.ROLL_OVER:
        principal += deposit.credited_minor - deposit.tax_minor
    rate = rate_in_force(account_type_code=deposit.rate.account_type_code, on=first_date)
    if rate is None or not rate.minimum_minor <= principal <= MAX_BALANCE_MINOR:
        deposit.payout_refusal = deposit.payout_refusal or "deposit_too_small"
        deposit.save(update_fields=["payout_refusal"])
        return None
    following = write_deposit(
        account_id=deposit.account_id,
        rate=rate,
        currency=deposit.currency,
        principal_minor=principal,
        minimum_before_minor=deposit.minimum_before_minor,
        first_date=first_date,
        at_maturity=deposit.at_maturity,
        pay_to_id=deposit.pay_to_id,
        person_id=deposit.placed_by,
        now=now,
        rolled_from_id=deposit.id,
    )
    return following.maturity_date


def _what_next(deposit: InterestDeposit, *, next_day: date | None) -> str:
    words = []
    if deposit.paid_minor:
        money = format_amount(deposit.paid_minor, currency=deposit.currency)
        words.append(f"{money} {deposit.currency} went to the account that you named")
    if next_day is not None:
        words.append(f"a new term runs until {next_day}")
    return " and ".join(words) if words else "the money is free on its account"


def remind_of_maturity(*, now: datetime) -> int:
    """Tell the holders of deposits that mature within a week, once each; return of how many."""
    soon = InterestDeposit.objects.filter(
        status=InterestDeposit.Status.RUNNING,
        maturity_date__gt=now.date(),
        maturity_date__lte=now.date() + timedelta(days=REMIND_DAYS),
        reminded_at=None,
    )
    ids = list(
        soon.order_by("maturity_date", "id").values_list("id", flat=True)[:_REMINDED_AT_ONCE]
    )
    return sum(_remind(deposit_id, now=now) for deposit_id in ids)


@transaction.atomic
def _remind(deposit_id: UUID, *, now: datetime) -> bool:
    # Of two beats one changes the row, in the transaction of its events.
    mine = InterestDeposit.objects.filter(id=deposit_id, reminded_at=None)
    if not mine.update(reminded_at=now):
        return False
    deposit = InterestDeposit.objects.get(id=deposit_id)
    if books.get_known_accounts(account_ids=[deposit.account_id]):
        tell_holders(deposit, kind="deposit_matures_soon", now=now)
    return True
