"""Charge what a product costs: after each period, and with each payment to somebody else.

What it costs is agreed with the product (`accounts`) and read from the ledger's terms.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.product_terms import ProductFee, Terms
from kernel.ledger.records import Answer, MoneyRequest, Movement, PostingAccount
from kernel.money import format_amount
from services.transactions.metrics import fees_total
from services.transactions.models import FeeCharge
from services.transactions.queries.fees import fees_due_after
from services.transactions.queries.rules import ProductRules
from services.transactions.thresholds import bank_zone

# The bank itself asks for its fees.
BANK_ID: Final = uuid.UUID("3c1b6d2e-6f0a-5a7b-9c55-1d7f8f1e2a90")
_CHUNK: Final = 500


def charge_transfer_fees(
    posting: ledger.Posting, *, rules: ProductRules, payer: PostingAccount, payment: Movement
) -> int:
    """Post the fees of a payment after it, linked to it, and return what they came to.

    Raises:
        InsufficientFunds: payment and fee together are more than there is; neither happens.

    """
    day = posting.day.business_date
    total_minor = 0
    for fee in rules.payment_fees(product=payer.product, currency=payer.currency, day=day):
        charged = ledger.post_transfer(
            posting,
            kind="fee",
            debit=payer,
            credit=posting.bank_account(purpose="fees", currency=payer.currency),
            amount_minor=fee.amount_minor,
            note=note_of(fee.code),
            linked_id=payment.id,
        )
        _write(
            account_id=payer.id,
            fee=fee,
            currency=payer.currency,
            cause=str(payment.id),
            transfer_id=charged.id,
            now=posting.now,
            day=day,
        )
        total_minor += fee.amount_minor
    return total_minor


def charge_monthly_fees(*, month: date, today: date, now: datetime) -> dict[str, int]:
    """Charge each open account of each product for a month, and for the quarter or year it ends.

    Return how many of each outcome.

    Safe at any time and from two processes: (account, code, month) is one row, written with the
    posting. An account that cannot pay is tried again on each later day that this runs for the
    month; it is never overdrawn for a fee.
    """
    assert month.day == 1
    counts = {"charged": 0, "unpaid": 0}
    for terms, fee in fees_due_after(month=month):
        for account_id in _accounts_due(terms, fee, month=month, today=today):
            outcome = _charge_month(
                fee=fee,
                currency=terms.currency,
                account_id=account_id,
                month=month,
                today=today,
                now=now,
            )
            counts[outcome] += 1
            fees_total.labels(fee.kind, outcome).inc()
    return counts


def note_of(code: str) -> str:
    """Return what a statement says about a fee: "Statement fee"."""
    said = code.replace("_", " ").replace("-", " ").strip()
    return f"{said[:1].upper()}{said[1:]} fee"


def _accounts_due(terms: Terms, fee: ProductFee, *, month: date, today: date) -> Iterator[UUID]:
    after = None
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    opened_before = datetime.combine(following, time(), tzinfo=bank_zone())
    while True:
        chunk = books.list_accounts_of_product(
            product=terms.product,
            currency=terms.currency,
            opened_before=opened_before,
            after=after,
            limit=_CHUNK,
        )
        rows = FeeCharge.objects.filter(account_id__in=chunk, kind=fee.code, cause=_cause(month))
        settled = {
            row.account_id for row in rows if row.status == "charged" or row.tried_on >= today
        }
        yield from (account_id for account_id in chunk if account_id not in settled)
        if len(chunk) < _CHUNK:
            return
        after = chunk[-1]


def _charge_month(
    *,
    fee: ProductFee,
    currency: str,
    account_id: UUID,
    month: date,
    today: date,
    now: datetime,
) -> str:
    request = MoneyRequest.make(
        actor_id=BANK_ID,
        operation="monthly_fee",
        key=f"{account_id}:{fee.code}:{_cause(month)}",
        body=[str(account_id), fee.code, _cause(month)],
    )
    try:
        _post_month(
            request=request,
            fee=fee,
            currency=currency,
            account_id=account_id,
            month=month,
            now=now,
        )
    except Refused as refusal:
        return _note_unpaid(
            fee=fee,
            currency=currency,
            account_id=account_id,
            month=month,
            today=today,
            code=refusal.code,
            now=now,
        )
    return "charged"


@retry_on_contention
@transaction.atomic(durable=True)
def _post_month(
    *,
    request: MoneyRequest,
    fee: ProductFee,
    currency: str,
    account_id: UUID,
    month: date,
    now: datetime,
) -> Answer:
    posting = ledger.begin_posting(request=request, account_ids=[account_id], now=now)
    # The account is locked: whoever charged it before has committed. Answers are let go of after
    # some weeks, this row never.
    rows = FeeCharge.objects.filter(account_id=account_id, kind=fee.code, cause=_cause(month))
    before = rows.first()
    if before is not None and before.status == FeeCharge.Status.CHARGED:
        return posting.answer or Answer.of({"transfer_id": str(before.transfer_id)})
    payer = posting.any_account(account_id, field="account")
    movement = ledger.post_transfer(
        posting,
        kind="fee",
        debit=payer,
        credit=posting.bank_account(purpose="fees", currency=currency),
        amount_minor=fee.amount_minor,
        note=note_of(fee.code),
    )
    _write(
        account_id=account_id,
        fee=fee,
        currency=currency,
        cause=_cause(month),
        transfer_id=movement.id,
        now=now,
        day=posting.day.business_date,
        before=before,
    )
    content = {
        "transfer_id": str(movement.id),
        "amount": format_amount(fee.amount_minor, currency=currency),
    }
    return ledger.keep_answer(request=request, content=content, now=now)


@transaction.atomic(durable=True)
def _note_unpaid(
    *,
    fee: ProductFee,
    currency: str,
    account_id: UUID,
    month: date,
    today: date,
    code: str,
    now: datetime,
) -> str:
    charge, is_first = FeeCharge.objects.select_for_update().get_or_create(
        account_id=account_id,
        kind=fee.code,
        cause=_cause(month),
        defaults={
            "amount_minor": fee.amount_minor,
            "currency": currency,
            "status": FeeCharge.Status.UNPAID,
            "code": code,
            "tried_on": today,
            "created_at": now,
        },
    )
    if not is_first and charge.status == FeeCharge.Status.UNPAID:
        charge.code, charge.tried_on = code, today
        charge.save(update_fields=["code", "tried_on"])
    return charge.status


def _write(
    *,
    account_id: UUID,
    fee: ProductFee,
    currency: str,
    cause: str,
    transfer_id: UUID,
    now: datetime,
    day: date,
    before: FeeCharge | None = None,
) -> None:
    charge = before or FeeCharge(
        account_id=account_id, kind=fee.code, cause=cause, currency=currency, created_at=now
    )
    charge.amount_minor = fee.amount_minor
    charge.status, charge.code = FeeCharge.Status.CHARGED, ""
    charge.tried_on, charge.transfer_id = day, transfer_id
    charge.save()


def _cause(month: date) -> str:
    return month.isoformat()[:7]
