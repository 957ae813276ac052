"""Balances: now, as known at an instant, and as counting on a day. Each reads a few rows only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from kernel import sql
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.models import Account
from kernel.ledger.records import Balance


def get_balance(*, account_id: UUID, now: datetime) -> Balance:
    """Return a customer account's balance as it stands.

    Raises:
        AccountNotFound: there is no such customer account.

    """
    account = _customer_account(account_id)
    return Balance(
        account_id=account.id,
        currency=account.currency,
        balance_minor=account.balance_minor,
        available_minor=account.balance_minor - account.floor_minor - account.held_minor,
        held_minor=account.held_minor,
        as_of=now,
    )


def get_balance_at(*, account_id: UUID, instant: datetime) -> Balance:
    """Return the balance as the bank knew it at an instant: the last entry posted by then.

    Holds are not kept by instant: a past balance has none; what was available uses today's floor.

    Raises:
        AccountNotFound: there is no such customer account.

    """
    account = _customer_account(account_id)
    found = sql.row(
        f"SELECT balance_minor FROM ledger_entry{sql.force_index('ledger_entry_posted')} "
        "WHERE account_id = %s AND posted_at <= %s ORDER BY posted_at DESC, sequence DESC LIMIT 1",
        [account_id, instant],
    )
    return _past(account, balance_minor=found[0] if found else 0, as_of=instant)


def get_balance_on(*, account_id: UUID, day: date) -> Balance:
    """Return the balance that counts at the end of a day, by value date.

    The last day balance up to `day` covers all entries of balanced business days; those of the days
    since are added from the index by instant.

    Raises:
        AccountNotFound: there is no such customer account.

    """
    account = _customer_account(account_id)
    covered = sql.row(
        "SELECT balance_minor FROM ledger_day_balance WHERE account_id = %s AND value_date <= %s "
        "ORDER BY value_date DESC LIMIT 1",
        [account_id, day],
    )
    since = sql.row("SELECT MIN(opened_at) FROM ledger_day WHERE status <> 'balanced'")
    tail = 0
    if since is not None and since[0] is not None:
        moved = sql.row(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account_id = %s "
            "AND posted_at >= %s AND value_date <= %s AND business_date IN "
            "(SELECT business_date FROM ledger_day WHERE status <> 'balanced')",
            [account_id, sql.to_instant(since[0]), day],
        )
        assert moved is not None
        tail = int(moved[0])
    return _past(account, balance_minor=(covered[0] if covered else 0) + tail, as_of=day)


def internal_balance_minor(*, account_id: UUID, through: date | None = None) -> int:
    """Return the balance of one of the bank's own accounts, up to a business day or to now.

    The last checkpoint before it, plus the transfers since.
    """
    limit = through or date.max
    start = sql.row(
        "SELECT business_date, balance_minor FROM ledger_checkpoint "
        "WHERE account_id = %s AND business_date < %s ORDER BY business_date DESC LIMIT 1",
        [account_id, limit],
    )
    after = sql.to_date(start[0]) if start else date.min.replace(year=1000)
    total = int(start[1]) if start else 0
    for side, sign in (("credit", 1), ("debit", -1)):
        moved = sql.row(
            f"SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_transfer "
            f"WHERE {side}_account_id = %s AND business_date > %s AND business_date <= %s",
            [account_id, after, limit],
        )
        assert moved is not None
        total += sign * int(moved[0])
    return total


def _customer_account(account_id: UUID) -> Account:
    account = Account.objects.filter(id=account_id, kind=Account.Kind.CUSTOMER).first()
    if account is None:
        raise AccountNotFound
    return account


def _past(account: Account, *, balance_minor: int, as_of: datetime | date) -> Balance:
    return Balance(
        account_id=account.id,
        currency=account.currency,
        balance_minor=balance_minor,
        available_minor=balance_minor - account.floor_minor,
        held_minor=0,
        as_of=as_of,
    )
