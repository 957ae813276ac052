"""The payer of a payment: one row, locked first, and with it all that the rules need to know.

A payment to somebody else asks the database once before it posts and writes two rows after it:
what was counted, and who was paid. Written by hand because every payment runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kernel import sql
from kernel.ids import from_database, new_id
from kernel.ledger import queries as books
from services.transactions.models import Payee, Payer
from services.transactions.queries.limits import Used

_FOUND: Final = (
    "p.has_limits, u.currency, u.day, u.day_minor, u.week_minor, u.month_minor, y.id, y.name, "
    "y.added_at, y.deleted_at, y.first_paid_at, y.cooling_minor, y.account_id"
)


@dataclass(kw_only=True, slots=True)
class KnownPayee:
    """What the payer knows of the account that is paid. Without an `id`: nothing yet."""

    account_id: UUID
    id: UUID | None = None
    name: str = ""
    added_at: datetime | None = None
    deleted_at: datetime | None = None
    first_paid_at: datetime | None = None
    cooling_minor: int = 0

    @property
    def is_saved(self) -> bool:
        """Return whether it is on the payer's list."""
        return self.added_at is not None and self.deleted_at is None


@dataclass(kw_only=True, slots=True)
class LockedPayer:
    """A person who pays, locked until the transaction ends."""

    person_id: UUID
    has_limits: bool
    rules_version: UUID | None
    payee: KnownPayee | None = None
    # By currency, as of the last day on which something was paid.
    used: dict[str, Used] = field(default_factory=dict)


def lock_payer(person_id: UUID) -> None:
    """Be alone with a person's limits and payees until the transaction ends. Before any account."""
    assert connection.in_atomic_block
    payers = Payer.objects.select_for_update().filter(person_id=person_id)
    if payers.first() is None:
        _add(person_id)
        payers.first()


def _add(person_id: UUID) -> None:
    Payer.objects.bulk_create([Payer(person_id=person_id)], ignore_conflicts=True)


def lock_payer_and_read(
    *, person_id: UUID, to_id: UUID | None, payee_id: UUID | None
) -> LockedPayer:
    """Lock as `lock_payer` does; return what was counted and what is known of who is paid.

    Who is paid is the account `to_id`, or the payee `payee_id` of this person.
    """
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        # What a statement sees there is fixed before it waits: what is read must come after.
        lock_payer(person_id)
    found = _read(person_id=person_id, to_id=to_id, payee_id=payee_id)
    if not found:
        _add(person_id)
        found = _read(person_id=person_id, to_id=to_id, payee_id=payee_id)
    has_limits, *_, version = found[0]
    return LockedPayer(
        person_id=person_id,
        has_limits=bool(has_limits),
        rules_version=None if version is None else from_database(version),
        payee=_payee(found[0]),
        used={row[1]: _used(row) for row in found if row[1] is not None},
    )


def _read(
    *, person_id: UUID, to_id: UUID | None, payee_id: UUID | None
) -> Sequence[tuple[Any, ...]]:
    is_mysql = connection.vendor == "mysql"
    # Every part locks: a plain read inside a locking one would fix what the statement may see, and
    # MariaDB would refuse what changed while it waited (error 1020).
    whom, named = ("y.account_id", to_id) if payee_id is None else ("y.id", payee_id)
    return sql.rows(
        f"SELECT {_FOUND}, {books.terms_version_sql()} FROM transactions_payer p "
        "LEFT JOIN transactions_limit_use u ON u.person_id = p.person_id "
        f"LEFT JOIN transactions_payee y ON y.person_id = p.person_id AND {whom} = %s "
        f"WHERE p.person_id = %s{sql.for_update() if is_mysql else ''}",
        [named, person_id],
    )


def _used(row: Sequence[Any]) -> Used:
    _, _, day, day_minor, week_minor, month_minor, *_ = row
    return Used(
        day=sql.to_date(day),
        day_minor=day_minor,
        week_minor=week_minor,
        month_minor=month_minor,
    )


def _payee(row: Sequence[Any]) -> KnownPayee | None:
    identifier, name, added_at, deleted_at, first_paid_at, cooling_minor, account_id = row[6:13]
    if identifier is None:
        return None
    return KnownPayee(
        id=from_database(identifier),
        account_id=from_database(account_id),
        name=name,
        added_at=sql.to_instant(added_at),
        deleted_at=sql.to_instant(deleted_at),
        first_paid_at=sql.to_instant(first_paid_at),
        cooling_minor=cooling_minor,
    )


def save_used(*, person_id: UUID, currency: str, used: Used, is_first: bool) -> None:
    """Write what was counted. The payer's row is locked; `is_first` makes the row."""
    sums = [used.day, used.day_minor, used.week_minor, used.month_minor]
    if is_first:
        sql.execute(
            "INSERT INTO transactions_limit_use (day, day_minor, week_minor, month_minor, "
            "person_id, currency) VALUES (%s, %s, %s, %s, %s, %s)",
            [*sums, person_id, currency],
        )
        return
    sql.execute(
        "UPDATE transactions_limit_use SET day = %s, day_minor = %s, week_minor = %s, "
        "month_minor = %s WHERE person_id = %s AND currency = %s",
        [*sums, person_id, currency],
    )


def save_paid(
    payee: KnownPayee, *, person_id: UUID, number: str, currency: str, now: datetime
) -> None:
    """Write that a payee was paid. The payer's row is locked."""
    payee.first_paid_at = payee.first_paid_at or now
    if payee.id is not None:
        sql.execute(
            "UPDATE transactions_payee SET cooling_minor = %s, first_paid_at = %s, "
            "last_paid_at = %s WHERE id = %s",
            [payee.cooling_minor, payee.first_paid_at, now, payee.id],
        )
        return
    payee.id = new_id()
    sql.execute(
        "INSERT INTO transactions_payee (id, person_id, account_id, number, currency, name, "
        "nickname, name_check, first_paid_at, last_paid_at, cooling_minor) "
        "VALUES (%s, %s, %s, %s, %s, '', '', %s, %s, %s, %s)",
        [
            payee.id,
            person_id,
            payee.account_id,
            number,
            currency,
            str(Payee.NameCheck.NOT_CHECKED),
            payee.first_paid_at,
            now,
            payee.cooling_minor,
        ],
    )
