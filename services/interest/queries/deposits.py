"""Reads: fixed deposits, what they have earned, and what closing one early would pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from services.interest.arithmetic import NANO, round_minor, tax_on
from services.interest.models import InterestAccrual, InterestDeposit


class DepositNotFound(NotFound):
    """There is no such deposit, or it is somebody else's."""


class Ending(NamedTuple):
    """What ending a deposit before a day begins comes to; `row` is its last accrued day."""

    row: InterestAccrual | None
    forfeited_nano: int
    credited_minor: int
    tax_minor: int

    @property
    def dropped_nano(self) -> int:
        """Return what was accrued and is never credited: forfeited, and the rounding."""
        accrued = 0 if self.row is None else self.row.uncredited_nano
        return accrued - self.credited_minor * NANO

    @property
    def net_minor(self) -> int:
        """Return what the holder gets beside the principal."""
        return self.credited_minor - self.tax_minor


def get_deposit(*, deposit_id: UUID, person_id: UUID, for_bank: bool) -> InterestDeposit:
    """Return a deposit on an account that the person holds, or any for the bank's own eyes.

    Raises:
        DepositNotFound: there is none, or it is somebody else's.

    """
    deposit = _all().filter(id=deposit_id).first()
    if deposit is None:
        raise DepositNotFound
    if not for_bank:
        try:
            ledger.get_held_account(account_id=deposit.account_id, person_id=person_id)
        except AccountNotFound:
            raise DepositNotFound from None
    return deposit


def list_deposits(
    *,
    person_id: UUID,
    for_bank: bool,
    limit: int,
    account_id: UUID | None = None,
    status: str | None = None,
    cursor: Sequence[Any] | None = None,
) -> tuple[list[InterestDeposit], list[Any] | None]:
    """Return a page of deposits, the newest first, and the position of the next page.

    They are those on the person's accounts; of a named account those on it, which is any for the
    bank's own eyes.

    Raises:
        AccountNotFound: the named account is somebody else's.
        CursorInvalid: the cursor belongs to another list.

    """
    held = [one.id for one in ledger.list_held_accounts(person_id=person_id)]
    if account_id is not None:
        known = ledger.get_known_accounts(account_ids=[account_id]) if for_bank else held
        if account_id not in known:
            raise AccountNotFound(field="account")
        held = [account_id]
    deposits = _all().filter(account_id__in=held)
    if status is not None:
        deposits = deposits.filter(status=status)
    if cursor is not None:
        last = parse_id(cursor[0]) if len(cursor) == 1 else None
        if last is None:
            raise CursorInvalid(field="cursor")
        deposits = deposits.filter(id__lt=last)
    found = list(deposits.order_by("-id")[: limit + 1])
    page = found[:limit]
    return page, [str(page[-1].id)] if len(found) > limit else None


def accrued_of(deposits: Iterable[InterestDeposit], *, through: date | None) -> dict[UUID, int]:
    """Return what running deposits have accrued through a day, in nano-minor, by their ids."""
    running = {
        one.account_id: one
        for one in deposits
        if one.status == InterestDeposit.Status.RUNNING
        and (not through or through >= one.first_date)
    }
    if through is None:
        return {}
    rows = InterestAccrual.objects.filter(business_date=through, account_id__in=list(running))
    return {running[row.account_id].id: row.uncredited_nano for row in rows}


def ending_of(deposit: InterestDeposit, *, end_date: date) -> Ending:
    """Return what a deposit comes to that ends before `end_date`; earlier days are accrued.

    Before its maturity it loses the interest of its last days, but never a part of the principal.
    """
    terms = deposit.rate.terms()
    days = (end_date - deposit.first_date).days
    row = _row(deposit, day=end_date - timedelta(days=1)) if days else None
    if row is None:
        return Ending(None, 0, 0, 0)
    forfeited = 0
    if end_date < deposit.maturity_date:
        lost = [
            end_date - timedelta(days=number + 1) for number in range(min(terms.penalty_days, days))
        ]
        rows = InterestAccrual.objects.filter(
            business_date__in=lost, account_id=deposit.account_id
        ).values_list("accrued_nano", flat=True)
        forfeited = (
            row.uncredited_nano if len(lost) == days else min(sum(rows), row.uncredited_nano)
        )
    credited = max(round_minor(row.uncredited_nano - forfeited, rounding=terms.rounding), 0)
    tax = tax_on(credited, tax_ppm=terms.tax_ppm, rounding=terms.rounding)
    return Ending(row, forfeited, credited, tax)


def _row(deposit: InterestDeposit, *, day: date) -> InterestAccrual | None:
    return InterestAccrual.objects.filter(business_date=day, account_id=deposit.account_id).first()


def _all() -> QuerySet[InterestDeposit]:
    return InterestDeposit.objects.select_related("rate").prefetch_related("rate__tiers")
