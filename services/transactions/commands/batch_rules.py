"""What a person may pay to others, looked up once for a batch and counted in memory, item by item.

The same limits and the same cooling-off of new payees as for one payment (`limits.py`,
`payees.py`); the payer's row is locked meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from kernel import sql
from kernel.ids import new_id
from kernel.ledger.records import PostingAccount
from kernel.money import format_amount
from services.transactions.commands.limits import LimitExceeded
from services.transactions.commands.payees import PayeeCoolingOff
from services.transactions.commands.payer import save_used
from services.transactions.models import Payee
from services.transactions.queries.limits import (
    KINDS,
    AgreedLimit,
    Used,
    agreed_limits,
    day_of,
    find_used,
    used_on,
)
from services.transactions.queries.payees import is_new
from services.transactions.queries.rules import ProductRules
from services.transactions.thresholds import amount_of

_CHUNK = 500


class Allowance:
    """What is left of a person's limits, and what is known of those they pay."""

    def __init__(
        self, *, person_id: UUID, to_ids: Collection[UUID], rules: ProductRules, now: datetime
    ) -> None:
        """Read what is known of the payees; the limits follow when they are needed."""
        self._person_id, self._now, self._day = person_id, now, day_of(now)
        self._rules = rules
        self._payees = _read_payees(person_id=person_id, account_ids=to_ids)
        self._agreed: dict[tuple[str, str], dict[str, AgreedLimit]] = {}
        self._before: dict[str, Used | None] = {}
        self._counted: dict[str, int] = {}
        self._fresh: dict[UUID, Payee] = {}
        self._paid: dict[UUID, Payee] = {}
        self._cooled: dict[UUID, Payee] = {}
        self.needs_proof = False
        self.total_minor = 0

    def use(self, *, payer: PostingAccount, to: PostingAccount, amount_minor: int) -> None:
        """Count a payment to somebody else, or refuse it and count nothing.

        Raises:
            LimitExceeded: it would pass a limit.
            PayeeCoolingOff: a new payee would get more than a new one may.

        """
        self._refuse_above_limit(payer, amount_minor=amount_minor)
        payee = self._payees.get(to.id) or Payee(
            person_id=self._person_id, account_id=to.id, number=to.number, currency=to.currency
        )
        was_new = is_new(payee if to.id in self._payees else None, now=self._now)
        if was_new:
            self._refuse_cooling(payee, amount_minor=amount_minor)
            payee.cooling_minor += amount_minor
        self._remember(payee, was_new=was_new)
        self._counted[payer.currency] = self._counted.get(payer.currency, 0) + amount_minor
        self.total_minor += amount_minor
        setting = "STEP_UP_NEW_PAYEE_ABOVE" if was_new else "STEP_UP_ABOVE"
        above = amount_of(setting, currency=payer.currency)
        if amount_minor > above:
            self.needs_proof = True

    def save(self) -> None:
        """Write what was counted."""
        for currency, amount_minor in self._counted.items():
            before = self._before[currency]
            save_used(
                person_id=self._person_id,
                currency=currency,
                used=used_on(before, day=self._day).plus(amount_minor),
                is_first=before is None,
            )
        _insert(list(self._fresh.values()))
        _touch([payee.id for payee in self._paid.values()], now=self._now)
        Payee.objects.bulk_update(
            [payee for payee in self._cooled.values() if payee.account_id not in self._fresh],
            ["cooling_minor"],
            batch_size=_CHUNK,
        )

    def _refuse_above_limit(self, payer: PostingAccount, *, amount_minor: int) -> None:
        currency = payer.currency
        if currency not in self._before:
            self._before[currency] = find_used(person_id=self._person_id, currency=currency)
        if (payer.product, currency) not in self._agreed:
            self._agreed[payer.product, currency] = agreed_limits(
                person_id=self._person_id,
                product=payer.product,
                currency=currency,
                rules=self._rules,
                day=self._day,
            )
        agreed = self._agreed[payer.product, currency]
        counted = used_on(self._before[currency], day=self._day).plus(
            self._counted.get(currency, 0)
        )
        for kind in KINDS:
            used = counted.of(kind)
            if used + amount_minor > agreed[kind].amount_minor:
                left = max(agreed[kind].amount_minor - used, 0)
                raise LimitExceeded(
                    f"{format_amount(left, currency=currency)} {currency} are left of your limit "
                    f"for one {kind}.",
                    field="amount",
                )

    def _refuse_cooling(self, payee: Payee, *, amount_minor: int) -> None:
        limit_minor = amount_of("PAYEE_COOLING_LIMIT", currency=payee.currency)
        left_minor = max(limit_minor - payee.cooling_minor, 0)
        if amount_minor > left_minor:
            left = format_amount(left_minor, currency=payee.currency)
            raise PayeeCoolingOff(
                f"{left} {payee.currency} can be paid to this payee for now.", field="amount"
            )

    def _remember(self, payee: Payee, *, was_new: bool) -> None:
        if payee.account_id not in self._payees:
            payee.id = new_id()
            payee.first_paid_at = payee.last_paid_at = self._now
            self._payees[payee.account_id] = self._fresh[payee.account_id] = payee
        elif payee.account_id not in self._fresh:
            self._paid[payee.account_id] = payee
        if was_new:
            self._cooled[payee.account_id] = payee


def _read_payees(*, person_id: UUID, account_ids: Collection[UUID]) -> dict[UUID, Payee]:
    ids = sorted(account_ids)
    found: dict[UUID, Payee] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = Payee.objects.filter(person_id=person_id, account_id__in=ids[start : start + _CHUNK])
        found |= {payee.account_id: payee for payee in rows}
    return found


def _insert(payees: list[Payee]) -> None:
    sql.insert_many(
        "transactions_payee",
        "id, person_id, account_id, number, currency, name, nickname, name_check, added_at, "
        "deleted_at, first_paid_at, last_paid_at, cooling_minor",
        [
            (
                payee.id,
                payee.person_id,
                payee.account_id,
                payee.number,
                payee.currency,
                "",
                "",
                str(Payee.NameCheck.NOT_CHECKED),
                None,
                None,
                payee.first_paid_at,
                payee.last_paid_at,
                payee.cooling_minor,
            )
            for payee in payees
        ],
    )


def _touch(payee_ids: list[UUID], *, now: datetime) -> None:
    for start in range(0, len(payee_ids), _CHUNK):
        Payee.objects.filter(id__in=payee_ids[start : start + _CHUNK]).update(
            last_paid_at=now, first_paid_at=Coalesce("first_paid_at", now)
        )
