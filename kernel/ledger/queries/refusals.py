"""Movements that were declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ledger.models import Account, Holder, Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Declined:
    """One declined attempt: who asked for what, and why the bank said no.

    `account_number` and `currency` are empty when the account was not named, or is not for whoever
    reads this: who tries a stranger's id learns nothing of it here.
    """

    id: UUID
    actor_id: UUID | None
    operation: str
    code: str
    detail: str
    account_id: UUID | None
    account_number: str
    amount: str
    currency: str
    refused_at: datetime


def list_declined(
    *, limit: int, person_id: UUID | None, for_bank: bool, after: UUID | None = None
) -> list[Declined]:
    """Return attempts, the newest first, older than the one with the id `after`.

    `person_id` keeps those that this person made; None is all. Only `for_bank` are accounts named
    that the person does not hold.
    """
    refusals = Refusal.objects.order_by("-id")
    if person_id is not None:
        refusals = refusals.filter(actor_id=person_id)
    if after is not None:
        refusals = refusals.filter(id__lt=after)
    return named(list(refusals[:limit]), only_held=not for_bank)


def find_declined(*, refusal_id: UUID) -> Declined | None:
    """Return one attempt as its actor sees it, or None once it was purged."""
    found = named(list(Refusal.objects.filter(id=refusal_id)), only_held=True)
    return found[0] if found else None


def named(refusals: list[Refusal], *, only_held: bool) -> list[Declined]:
    """Return attempts with their accounts: of everybody, or `only_held` by who asked."""
    asked = {refusal.account_id for refusal in refusals} - {None}
    accounts = Account.objects.filter(id__in=asked, kind=Account.Kind.CUSTOMER).in_bulk()
    held = set(Holder.objects.filter(account_id__in=asked).values_list("person_id", "account_id"))
    found = []
    for refusal in refusals:
        may_see = not only_held or (refusal.actor_id, refusal.account_id) in held
        account = accounts.get(refusal.account_id) if may_see and refusal.account_id else None
        found.append(
            Declined(
                id=refusal.id,
                actor_id=refusal.actor_id,
                operation=refusal.operation,
                code=refusal.code,
                detail=refusal.detail,
                account_id=refusal.account_id,
                account_number=account.number if account else "",
                amount=refusal.amount,
                currency=account.currency if account else "",
                refused_at=refusal.refused_at,
            )
        )
    return found
