"""Credit what has come together in a period. It is rounded here only, and the rest is carried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel import sql
from kernel.errors import BankError
from kernel.ledger import commands as ledger
from kernel.ledger.records import MoneyRequest, PostingAccount
from services.interest.arithmetic import Terms, round_minor, tax_on
from services.interest.commands.accrue_day import HALF
from services.interest.commands.plan_run import credits_on
from services.interest.models import InterestAccrual, InterestRun, InterestRunChunk

# Whom the ledger names as the one who asked for interest. No person has this id.
INTEREST_ID: Final = UUID("00000000-0000-7000-8000-000000000002")
_COLUMNS: Final = (
    "period_end_date, account_id, rate_id, currency, credited_minor, tax_minor, charged_minor, "
    "credit_transfer_id, charge_transfer_id, business_date, value_date, posted_at"
)


def credit_range(run: InterestRun, chunk: InterestRunChunk, *, now: datetime) -> tuple[int, int]:
    """Book the interest of a range of accounts; return how many were booked and how many refused.

    Credits, taxes and charges of all accounts and the row of each are one transaction. What the
    ledger refuses, such as a frozen account's, stays carried and is booked with a later period. A
    charge takes at most what is available.
    """
    assert connection.in_atomic_block
    terms = {rate.id: rate.terms() for rate in credits_on(run.business_date)}
    owed = _owed(run.business_date, chunk=chunk, rates=list(terms))
    if not owed:
        return 0, 0
    posting = ledger.begin_posting(
        request=bank_request(f"{run.id}:{chunk.position}"),
        account_ids=[row.account_id for row in owed],
        now=now,
    )
    plan = ledger.begin_plan(posting)
    value_date = min(run.business_date + timedelta(days=1), posting.day.business_date)
    records, refused = [], 0
    for row in owed:
        booking = Booking(posting, plan, value_date=value_date)
        record = booking.book(row, terms=terms[row.rate_id])
        refused += booking.was_refused
        if record is not None:
            records.append(
                (
                    run.business_date,
                    row.account_id,
                    row.rate_id,
                    *record,
                    plan.business_date,
                    value_date,
                    plan.posted_at,
                )
            )
    ledger.post_transfers(plan, batch_id=run.id)
    sql.insert_many("interest_posting", _COLUMNS, records)
    return len(records), refused


def _owed(
    business_date: date, *, chunk: InterestRunChunk, rates: Iterable[UUID]
) -> list[InterestAccrual]:
    rows = InterestAccrual.objects.filter(
        Q(uncredited_nano__gte=HALF) | Q(uncharged_nano__gte=HALF),
        business_date=business_date,
        account_id__gte=chunk.first_id,
        account_id__lte=chunk.last_id,
        rate_id__in=rates,
    )
    return list(rows.order_by("account_id"))


def bank_request(key: str) -> MoneyRequest:
    """Return the request with which the bank itself books interest."""
    return MoneyRequest.make(actor_id=INTEREST_ID, operation="interest", key=key, body=key)


class Booking:
    """What one account gets and pays, decided on its locked row."""

    def __init__(self, posting: ledger.Posting, plan: ledger.Plan, *, value_date: date) -> None:
        self.posting = posting
        self.plan = plan
        self.value_date = value_date
        self.was_refused = False
        self.refusal: BankError | None = None

    def book(self, row: InterestAccrual, *, terms: Terms) -> tuple[Any, ...] | None:
        """Return what was decided, or None when nothing was."""
        account = self.posting.accounts.get(row.account_id)
        if account is None:
            self.was_refused = True
            return None
        credited = max(round_minor(row.uncredited_nano, rounding=terms.rounding), 0)
        tax = tax_on(credited, tax_ppm=terms.tax_ppm, rounding=terms.rounding)
        credit_id = self.credit(account, credited_minor=credited, tax_minor=tax)
        if credit_id is None:
            credited = tax = 0
        owed = max(round_minor(row.uncharged_nano, rounding=terms.rounding), 0)
        charged = min(owed, max(account.available_minor, 0))
        charge_id = self._charge(account, charged_minor=charged)
        if charge_id is None:
            charged = 0
        if credit_id is None and charge_id is None:
            return None
        return account.currency, credited, tax, charged, credit_id, charge_id

    def credit(
        self, account: PostingAccount, *, credited_minor: int, tax_minor: int
    ) -> UUID | None:
        """Credit interest less its tax; None when there is none, or the ledger refused it."""
        if credited_minor == 0:
            return None
        charges: tuple[ledger.Charge, ...] = ()
        if tax_minor:
            tax = self.posting.bank_account(purpose="tax", currency=account.currency)
            charges = (
                ledger.Charge(tax, tax_minor, "Tax on interest", kind="tax", payee_pays=True),
            )
        expense = self.posting.bank_account(purpose="interest_expense", currency=account.currency)
        return self._decide(
            ledger.Order(
                debit=expense,
                credit=account,
                amount_minor=credited_minor,
                kind="interest",
                value_date=self.value_date,
                charges=charges,
                any_past=True,
            )
        )

    def _charge(self, account: PostingAccount, *, charged_minor: int) -> UUID | None:
        if charged_minor == 0:
            return None
        income = self.posting.bank_account(purpose="interest_income", currency=account.currency)
        return self._decide(
            ledger.Order(
                debit=account,
                credit=income,
                amount_minor=charged_minor,
                kind="interest",
                value_date=self.value_date,
                any_past=True,
            )
        )

    def _decide(self, order: ledger.Order) -> UUID | None:
        decided = ledger.decide(self.plan, order)
        if isinstance(decided, BankError):
            self.was_refused, self.refusal = True, decided
            return None
        return decided
