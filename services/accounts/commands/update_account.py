"""Change what a holder may change about an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.ledger.errors import AccessNotEnough, AccountClosed
from services.accounts import queries
from services.accounts.commands.account_changes import lock_account, record_account_edit
from services.accounts.queries import CustomerAccount


@transaction.atomic(durable=True)
def update_account(
    *,
    account_id: UUID,
    person_id: UUID,
    now: datetime,
    nickname: str | None = None,
    statement_frequency: str | None = None,
) -> CustomerAccount:
    """Change the nickname or how often statements are made; None leaves a thing as it is.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        AccessNotEnough: the person may only look.
        AccountClosed: it is closed.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=False)
    if not account.may_move:
        raise AccessNotEnough
    agreed = account.agreed
    if agreed.closed_at is not None:
        raise AccountClosed
    before = {"nickname": agreed.nickname, "statement_frequency": agreed.statement_frequency}
    if nickname is not None:
        agreed.nickname = nickname
    if statement_frequency is not None:
        agreed.statement_frequency = statement_frequency
    after = {"nickname": agreed.nickname, "statement_frequency": agreed.statement_frequency}
    if after != before:
        agreed.save(update_fields=["nickname", "statement_frequency"])
        record_account_edit(
            account_id=account_id,
            action="account.update",
            actor_id=person_id,
            before=before,
            after=after,
            now=now,
        )
    return queries.get_account(account_id=account_id, person_id=person_id)
