"""Keep an account open for as long as something needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel import sql
from kernel.ids import new_id
from kernel.ledger.errors import AccountClosed, AccountNotFound
from kernel.ledger.models import Account, Block


@transaction.atomic
def block_closing(*, account_id: UUID, service: str, reason: str, now: datetime) -> UUID:
    """Write why an account must stay open, and return the id that lets go of it again.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountClosed: it is too late.

    """
    accounts = Account.objects.select_for_update()
    account = accounts.filter(id=account_id, kind=Account.Kind.CUSTOMER).first()
    if account is None:
        raise AccountNotFound
    if account.status == Account.Status.CLOSED:
        raise AccountClosed
    block_id = new_id()
    Block.objects.create(
        id=block_id, account=account, service=service, reason=reason, created_at=now
    )
    return block_id


def block_closing_of(
    *, accounts: str, values: Sequence[Any], service: str, reason: str, now: datetime
) -> int:
    """Keep many accounts open with one statement, and return how many were not kept already.

    `accounts` is a query of their ids (account_id), with its values. The block of each has the
    account's own id, so there is one at most, and `allow_closing` finds it.
    """
    assert connection.in_atomic_block
    return sql.execute(
        "INSERT INTO ledger_block (id, account_id, service, reason, created_at) "
        f"SELECT x.account_id, x.account_id, %s, %s, %s FROM ({accounts}) x "
        "WHERE NOT EXISTS (SELECT 1 FROM ledger_block b WHERE b.id = x.account_id)",
        [service, reason, now, *values],
    )


@transaction.atomic
def allow_closing(*, block_id: UUID) -> None:
    """Take a reason away; twice is no harm."""
    Block.objects.filter(id=block_id).delete()
