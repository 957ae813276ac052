"""Look at an account: one's own, or, for staff, any one, which is written down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.audit import commands as audit
from kernel.ledger import queries as books
from kernel.ledger.errors import AccountNotFound


def look_at_account(
    *, account_id: UUID, person_id: UUID, sees_all: bool, what: str, now: datetime
) -> books.HeldAccount:
    """Return an account that a person holds, or any customer's for staff who see them all.

    That staff looked, and at `what` ("balance", "transactions", "statements"), is in the audit
    before they are answered.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    try:
        return books.get_held_account(account_id=account_id, person_id=person_id)
    except AccountNotFound:
        if not sees_all:
            raise
    account = books.get_known_accounts(account_ids=[account_id]).get(account_id)
    if account is None:
        raise AccountNotFound
    with transaction.atomic(durable=True):
        audit.record_edit(
            service="transactions",
            subject_type="account",
            subject_id=account_id,
            action="looked_at",
            actor_id=person_id,
            before=None,
            after={"what": what},
            now=now,
        )
    return account
