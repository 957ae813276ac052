"""Book at once what an account has earned and owes, so that it can be closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.errors import AccessNotEnough, AccountNotFound, InsufficientFunds
from kernel.ledger.records import MAY_MOVE, Answer, MoneyRequest
from kernel.money import format_amount
from services.interest.arithmetic import NANO
from services.interest.commands.accrue_day import HALF
from services.interest.commands.close_deposit import InterestBehind
from services.interest.commands.credit_period import Booking, bank_request
from services.interest.commands.plan_run import is_settled
from services.interest.models import InterestAccrual, InterestDeposit, InterestPosting
from services.interest.receipts import settlement_content


class DepositOnAccount(Conflict):
    """A fixed deposit runs on this account; its interest is credited when it ends."""


@retry_on_contention
@transaction.atomic(durable=True)
def settle_interest(
    *, request: MoneyRequest, now: datetime, account_id: UUID, for_bank: bool
) -> Answer:
    """Credit what has accrued through yesterday, charge what is owed, and let the account close.

    It may be asked for again: what is booked is booked, and then nothing is left to book. The day
    of closing earns nothing, so an account that closes today is owed nothing.

    Raises:
        AccountNotFound, AccessNotEnough, DepositOnAccount, InterestBehind, InsufficientFunds (it
        owes more than it has): in this order; and what refuses the credit.

    """
    _check_right(account_id, person_id=request.actor_id, for_bank=for_bank)
    posting = ledger.begin_posting(
        request=bank_request(f"settle:{account_id}"), account_ids=[account_id], now=now
    )
    answer = find_answer(request)
    if answer is not None:
        return answer
    if InterestDeposit.objects.filter(running_account_id=account_id).exists():
        raise DepositOnAccount
    through = posting.day.business_date - timedelta(days=1)
    if not is_settled(through):
        raise InterestBehind
    account = posting.any_account(account_id, field="account")
    posted = _book(posting, account_id=account_id)
    ledger.allow_closing(block_id=account_id)
    content = settlement_content(
        account_id=account_id,
        currency=account.currency,
        through=through,
        credited_minor=posted.credited_minor if posted else 0,
        tax_minor=posted.tax_minor if posted else 0,
        charged_minor=posted.charged_minor if posted else 0,
        transfer_id=posted.credit_transfer_id if posted else None,
    )
    return ledger.keep_answer(request=request, content=content, now=now)


def _check_right(account_id: UUID, *, person_id: UUID, for_bank: bool) -> None:
    if for_bank:
        if account_id not in books.get_known_accounts(account_ids=[account_id]):
            raise AccountNotFound(field="account")
        return
    held = books.get_held_account(account_id=account_id, person_id=person_id)
    if held.access not in MAY_MOVE:
        raise AccessNotEnough(field="account")


def _book(posting: ledger.Posting, *, account_id: UUID) -> InterestPosting | None:
    through = posting.day.business_date - timedelta(days=1)
    rows = InterestAccrual.objects.filter(business_date=through, account_id=account_id)
    row = rows.select_related("rate").first()
    if row is None or row.rate.term_months is not None:
        return None
    booked = InterestPosting.objects.filter(period_end_date=through, account_id=account_id).first()
    if booked is not None:
        # The period ended yesterday, or this was asked for before: only a debt can be left.
        _refuse_debt(row.uncharged_nano - booked.charged_minor * NANO, currency=booked.currency)
        return None
    plan = ledger.begin_plan(posting)
    booking = Booking(posting, plan, value_date=posting.day.business_date)
    decided = booking.book(row, terms=row.rate.terms())
    if booking.refusal is not None:
        raise booking.refusal
    currency = posting.accounts[account_id].currency
    charged = 0 if decided is None else decided[3]
    _refuse_debt(row.uncharged_nano - charged * NANO, currency=currency)
    if decided is None:
        return None
    ledger.post_transfers(plan, batch_id=account_id)
    _, credited_minor, tax_minor, charged_minor, credit_id, charge_id = decided
    return InterestPosting.objects.create(
        period_end_date=through,
        account_id=account_id,
        rate_id=row.rate_id,
        currency=currency,
        credited_minor=credited_minor,
        tax_minor=tax_minor,
        charged_minor=charged_minor,
        credit_transfer_id=credit_id,
        charge_transfer_id=charge_id,
        business_date=plan.business_date,
        value_date=posting.day.business_date,
        posted_at=plan.posted_at,
    )


def _refuse_debt(nano: int, *, currency: str) -> None:
    if nano > HALF:
        money = format_amount(-(-nano // NANO), currency=currency)
        raise InsufficientFunds(f"{money} {currency} of interest is owed.", field="account")
