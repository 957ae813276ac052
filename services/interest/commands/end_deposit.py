"""End a deposit: credit what it has earned, let go of the principal, pay out what was agreed."""

from __future__ import annotations

from datetime import date, datetime

from kernel.errors import BankError
from kernel.ledger import commands as ledger
from services.interest.commands.credit_period import Booking
from services.interest.models import InterestDeposit, InterestPosting
from services.interest.queries.deposits import Ending

_Status = InterestDeposit.Status
_AtMaturity = InterestDeposit.AtMaturity


def end_deposit(
    deposit: InterestDeposit,
    ending: Ending,
    *,
    posting: ledger.Posting,
    plan: ledger.Plan,
    end_date: date,
    value_date: date,
    now: datetime,
) -> BankError | None:
    """Decide the movements of a locked deposit and write that it is over.

    Returns why the interest cannot be credited, with nothing changed, or None. What is to be paid
    out and cannot be stays on the account, and the deposit says why. The caller posts the plan.
    """
    account = posting.accounts[deposit.account_id]
    booking = Booking(posting, plan, value_date=value_date)
    credit_id = booking.credit(
        account, credited_minor=ending.credited_minor, tax_minor=ending.tax_minor
    )
    if booking.refusal is not None:
        return booking.refusal
    if ending.row is not None:
        InterestPosting.objects.create(
            period_end_date=ending.row.business_date,
            account_id=deposit.account_id,
            rate_id=deposit.rate_id,
            currency=deposit.currency,
            credited_minor=ending.credited_minor,
            tax_minor=ending.tax_minor,
            charged_minor=0,
            dropped_nano=ending.dropped_nano,
            credit_transfer_id=credit_id,
            business_date=plan.business_date,
            value_date=value_date,
            posted_at=plan.posted_at,
        )
    is_early = end_date < deposit.maturity_date
    deposit.status = _Status.CLOSED_EARLY if is_early else _Status.MATURED
    deposit.running_account_id, deposit.end_date, deposit.ended_at = None, end_date, now
    deposit.credited_minor, deposit.tax_minor = ending.credited_minor, ending.tax_minor
    deposit.forfeited_nano, deposit.credit_transfer_id = ending.forfeited_nano, credit_id
    account.minimum_minor = deposit.minimum_before_minor
    ledger.set_minimum(account_id=account.id, minimum_minor=deposit.minimum_before_minor)
    if deposit.block_id is not None:
        ledger.allow_closing(block_id=deposit.block_id)
    _pay_out(
        deposit,
        amount_minor=_to_pay(deposit, net_minor=ending.net_minor, is_early=is_early),
        posting=posting,
        plan=plan,
        value_date=value_date,
    )
    deposit.save()
    return None


def _to_pay(deposit: InterestDeposit, *, net_minor: int, is_early: bool) -> int:
    if deposit.pay_to_id is None:
        return 0
    if is_early or deposit.at_maturity == _AtMaturity.PAY_OUT:
        return deposit.principal_minor + net_minor
    return net_minor if deposit.at_maturity == _AtMaturity.ROLL_OVER_PRINCIPAL else 0


def _pay_out(
    deposit: InterestDeposit,
    *,
    amount_minor: int,
    posting: ledger.Posting,
    plan: ledger.Plan,
    value_date: date,
) -> None:
    if amount_minor == 0 or deposit.pay_to_id is None:
        return
    target = posting.accounts.get(deposit.pay_to_id)
    if target is None:
        deposit.payout_refusal = "account_not_found"
        return
    decided = ledger.decide(
        plan,
        ledger.Order(
            debit=posting.accounts[deposit.account_id],
            credit=target,
            amount_minor=amount_minor,
            value_date=value_date,
            note="Fixed deposit",
            any_past=True,
        ),
    )
    if isinstance(decided, BankError):
        deposit.payout_refusal = decided.code
    else:
        deposit.paid_minor, deposit.payout_transfer_id = amount_minor, decided
