"""Move money from one customer account to another. Hop 3 of the six: *may* it move."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger.contention import retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from kernel.step_up.proofs import Proof
from services.transactions.commands.pay import Payment, pay


@retry_on_contention
@transaction.atomic(durable=True)
def transfer_money(
    *,
    request: MoneyRequest,
    now: datetime,
    from_account: UUID,
    amount: object,
    to_account: str = "",
    payee: UUID | None = None,
    currency: str | None = None,
    note: str = "",
    value_date: date | None = None,
    proof: Proof | None = None,
) -> Answer:
    """Move `amount` (text, of the account's currency) and answer with the receipt.

    The other side is `payee`, one of the asker's payees, or `to_account`: an id, an account number
    or an IBAN. A repeated request is answered with what was answered first, before anything else
    is looked at.

    Raises:
        BankError: one of the refusals of `pay`, in its order.

    """
    payment = Payment(
        from_account=from_account,
        to_account=to_account,
        payee_id=payee,
        amount=amount,
        currency=currency,
        note=note,
        value_date=value_date,
    )
    answer, _ = pay(request=request, payment=payment, proof=proof, now=now)
    return answer
