"""Keep an account open for as long as something needs it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

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


@transaction.atomic
def allow_closing(*, block_id: UUID) -> None:
    """Take a reason away; twice is no harm."""
    Block.objects.filter(id=block_id).delete()
