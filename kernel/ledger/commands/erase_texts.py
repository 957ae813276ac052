"""Erase the free text about an account's movements; the movements stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.ledger.models import Hold, Note, Transfer

_CHUNK: Final = 1000


@transaction.atomic
def erase_texts(*, account_ids: Collection[UUID]) -> int:
    """Erase the notes of what was paid from some accounts, or in as cash, and why it was held.

    A note on a payment that came in is its payer's, and stays with them. The transfers keep their
    salted hashes, which prove nothing once text and salt are gone. Return how many notes went.
    """
    Hold.objects.filter(account_id__in=list(account_ids)).exclude(reason="").update(reason="")
    written = [
        Transfer.objects.filter(debit_account_id__in=list(account_ids)),
        Transfer.objects.filter(
            credit_account_id__in=list(account_ids), kind=Transfer.Kind.DEPOSIT
        ),
    ]
    erased = 0
    for transfers in written:
        while ids := list(
            Note.objects.filter(transfer__in=transfers).values_list("pk", flat=True)[:_CHUNK]
        ):
            erased += Note.objects.filter(pk__in=ids).delete()[0]
    return erased
