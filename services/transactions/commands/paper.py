"""The paper of cash: a numbered receipt, written in the transaction that moved the money."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from kernel.ledger.records import Movement, PostingAccount
from services.transactions.models import CashMovement, ReceiptCounter
from services.transactions.origins import Counter
from services.transactions.queries.limits import day_of

# Crockford's digits: none looks like another.
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 12
_GROUP: Final = 4


def lock_counter(counter: Counter, *, now: datetime) -> None:
    """Be alone with a branch's numbers of the day until the transaction ends. Before any account.

    Where nobody stands behind the counter there is no row to wait for: customers at home would
    queue behind each other.
    """
    assert connection.in_atomic_block
    if not counter.branch:
        return
    rows = ReceiptCounter.objects.select_for_update().filter(
        branch=counter.branch, business_date=day_of(now)
    )
    if rows.first() is None:
        fresh = ReceiptCounter(branch=counter.branch, business_date=day_of(now))
        ReceiptCounter.objects.bulk_create([fresh], ignore_conflicts=True)
        rows.first()


def write_paper(
    movement: Movement, *, account: PostingAccount, counter: Counter, now: datetime
) -> CashMovement:
    """Write the record of a movement of cash under its number. The branch's counter is locked.

    A branch counts: `001-20261121-0007` is the seventh of the day. Elsewhere the number ends with a
    code made of the transfer's id: `WEB-20261121-5XKD-09TQ-M3AF`.
    """
    day = day_of(now)
    return CashMovement.objects.create(
        transfer_id=movement.id,
        account_id=account.id,
        kind=movement.kind,
        channel=counter.channel,
        branch=counter.branch,
        teller_id=counter.teller_id,
        receipt_number=_number(movement.id, counter=counter, day=day),
        amount_minor=movement.amount_minor,
        currency=movement.currency,
        business_date=day,
        created_at=now,
    )


def _number(transfer_id: UUID, *, counter: Counter, day: date) -> str:
    if not counter.branch:
        return f"WEB-{day:%Y%m%d}-{_code(transfer_id)}"
    row = ReceiptCounter.objects.get(branch=counter.branch, business_date=day)
    row.last_number += 1
    row.save(update_fields=["last_number"])
    return f"{counter.branch}-{day:%Y%m%d}-{row.last_number:04}"


def _code(transfer_id: UUID) -> str:
    # The random half of the id, but for its lowest bit, which is 0 in every transfer.
    bits = transfer_id.int >> 1
    letters = [_DIGITS[bits >> (5 * place) & 31] for place in range(_CODE_LENGTH)]
    groups = ["".join(letters[at : at + _GROUP]) for at in range(0, _CODE_LENGTH, _GROUP)]
    return "-".join(groups)
