"""Place a fixed deposit: the rate of the day holds for the term, and the sum stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kernel.errors import Conflict, Refused
from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import (
    AccessNotEnough,
    AmountAboveLimit,
    CurrencyMismatch,
    InsufficientFunds,
    SameAccount,
)
from kernel.ledger.queries import HeldAccount
from kernel.ledger.records import Answer, MoneyRequest, PostingAccount
from kernel.money import format_amount, parse_amount
from services.interest.arithmetic import MAX_BALANCE_MINOR, months_after, project
from services.interest.models import InterestDeposit, InterestRate
from services.interest.queries.rates import rate_in_force
from services.interest.receipts import deposit_content

_AtMaturity = InterestDeposit.AtMaturity
# The reason of the ledger's block.
RUNNING: Final = "fixed_deposit"


class NotDepositAccount(Refused):
    """The account is not for fixed deposits."""


class DepositRunning(Conflict):
    """A deposit runs on this account."""


class DepositTooSmall(Refused):
    """The sum is below the smallest deposit of this account type."""


class PayToMissing(Refused):
    """What is paid out needs an account of your own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a person asks for: a sum, from where (or what is there already), and what then."""

    account: UUID
    amount: object
    from_account: UUID | None = None
    at_maturity: str = _AtMaturity.PAY_OUT
    pay_to: UUID | None = None


@retry_on_contention
@transaction.atomic(durable=True)
def place_deposit(*, request: MoneyRequest, now: datetime, wanted: Wanted) -> Answer:
    """Move the sum to the account, fix its rate, and keep it there until the day of maturity.

    Raises:
        AccountNotFound, AccessNotEnough, NotDepositAccount, DepositRunning, AmountInvalid,
        DepositTooSmall, AmountAboveLimit, PayToMissing, SameAccount, CurrencyMismatch,
        InsufficientFunds: in this order; and what refuses a transfer.

    """
    ids = {wanted.account, wanted.from_account, wanted.pay_to} - {None}
    posting = ledger.begin_posting(
        request=request, account_ids=[one for one in ids if one is not None], now=now
    )
    if posting.answer is not None:
        return posting.answer
    account = own_account(posting, wanted.account, field="account")
    payer = own_account(posting, wanted.from_account, field="from_account")
    assert account is not None
    rate = rate_in_force(account_type_code=account.product, on=posting.day.business_date)
    if rate is None or rate.term_months is None or account.floor_minor < 0:
        raise NotDepositAccount(field="account")
    if InterestDeposit.objects.filter(running_account_id=account.id).exists():
        raise DepositRunning
    amount_minor = parse_amount(wanted.amount, currency=account.currency)
    check_sum(amount_minor, rate=rate, currency=account.currency)
    check_pay_to(
        at_maturity=wanted.at_maturity,
        account=account,
        pay_to=own_account(posting, wanted.pay_to, field="pay_to"),
    )
    if payer is not None:
        ledger.post_transfer(
            posting,
            kind="transfer",
            debit=payer,
            credit=account,
            amount_minor=amount_minor,
            note="Fixed deposit",
        )
    elif account.available_minor < amount_minor:
        raise InsufficientFunds(field="amount")
    deposit = write_deposit(
        account_id=account.id,
        rate=rate,
        currency=account.currency,
        principal_minor=amount_minor,
        minimum_before_minor=account.minimum_minor,
        first_date=posting.day.business_date,
        at_maturity=wanted.at_maturity,
        pay_to_id=wanted.pay_to,
        person_id=request.actor_id,
        now=now,
    )
    return ledger.keep_answer(request=request, content=deposit_content(deposit), now=now)


def own_account(
    posting: ledger.Posting, account_id: UUID | None, *, field: str
) -> PostingAccount | None:
    """Return a locked account whose money the asker may move, or None where none is named.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        AccessNotEnough: the asker may only look at it.

    """
    if account_id is None:
        return None
    account = posting.account_of_asker(account_id, field=field)
    if not account.may_be_moved:
        raise AccessNotEnough(field=field)
    return account


def check_pay_to(
    *,
    at_maturity: str,
    account: PostingAccount | HeldAccount,
    pay_to: PostingAccount | HeldAccount | None,
) -> None:
    """Refuse an instruction that could not be carried out.

    Raises:
        PayToMissing: nothing says where to pay to.
        SameAccount: it would be paid to the deposit's own account.
        CurrencyMismatch: it is kept in another currency.

    """
    if pay_to is None and at_maturity != _AtMaturity.ROLL_OVER:
        raise PayToMissing(field="pay_to")
    if pay_to is None:
        return
    if pay_to.id == account.id:
        raise SameAccount(field="pay_to")
    if pay_to.currency != account.currency:
        raise CurrencyMismatch(f"The deposit is kept in {account.currency}.", field="pay_to")


def check_sum(amount_minor: int, *, rate: InterestRate, currency: str) -> None:
    """Refuse a sum that these terms do not take.

    Raises:
        DepositTooSmall: it is below the minimum, and would earn nothing.
        AmountAboveLimit: it is more than interest is accrued on without a person.

    """
    if amount_minor < rate.minimum_minor:
        least = format_amount(rate.minimum_minor, currency=currency)
        raise DepositTooSmall(f"The smallest deposit is {least} {currency}.", field="amount")
    if amount_minor > MAX_BALANCE_MINOR:
        most = format_amount(MAX_BALANCE_MINOR, currency=currency)
        raise AmountAboveLimit(f"The largest deposit is {most} {currency}.", field="amount")


def write_deposit(
    *,
    account_id: UUID,
    rate: InterestRate,
    currency: str,
    principal_minor: int,
    minimum_before_minor: int,
    first_date: date,
    at_maturity: str,
    pay_to_id: UUID | None,
    person_id: UUID,
    now: datetime,
    rolled_from_id: UUID | None = None,
) -> InterestDeposit:
    """Write a deposit whose principal is on its locked account, and keep it there.

    Raises:
        DepositRunning: one runs on this account.

    """
    assert connection.in_atomic_block
    assert rate.term_months is not None
    maturity_date = months_after(first_date, rate.term_months)
    # Nothing is credited before the end: no period of the calendar ends it.
    terms = replace(rate.terms(), posting_period="none")
    found = project(
        terms,
        amount_minor=principal_minor,
        first_date=first_date,
        days=(maturity_date - first_date).days,
        credit_at_end=True,
    )
    try:
        with transaction.atomic():
            deposit = InterestDeposit.objects.create(
                account_id=account_id,
                running_account_id=account_id,
                rate=rate,
                currency=currency,
                principal_minor=principal_minor,
                expected_minor=found.credited_minor,
                first_date=first_date,
                maturity_date=maturity_date,
                end_date=maturity_date,
                at_maturity=at_maturity,
                pay_to_id=pay_to_id,
                minimum_before_minor=minimum_before_minor,
                rolled_from_id=rolled_from_id,
                placed_by=person_id,
                placed_at=now,
            )
    except IntegrityError:
        raise DepositRunning from None
    ledger.set_minimum(
        account_id=account_id, minimum_minor=max(minimum_before_minor, principal_minor)
    )
    deposit.block_id = ledger.block_closing(
        account_id=account_id, service="interest", reason=RUNNING, now=now
    )
    deposit.save(update_fields=["block_id"])
    return deposit
