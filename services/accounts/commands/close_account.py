"""Close an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Forbidden
from kernel.ledger import commands as ledger
from services.accounts import queries
from services.accounts.models import Account
from services.accounts.queries import CustomerAccount


class OwnerOnly(Forbidden):
    """Only an owner may do this."""


@transaction.atomic(durable=True)
def close_account(*, account_id: UUID, person_id: UUID, now: datetime) -> CustomerAccount:
    """Close an owner's empty account and return it.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        OwnerOnly: the person holds another right.
        AccountClosed, AccountNotEmpty, AccountBlocked: why it cannot be closed.

    """
    held = queries.get_account(account_id=account_id, person_id=person_id)
    if held.held.access != "owner":
        raise OwnerOnly
    ledger.close_account(account_id=account_id)
    Account.objects.filter(id=account_id).update(closed_at=now)
    return queries.get_account(account_id=account_id, person_id=person_id)
