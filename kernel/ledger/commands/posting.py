"""Begin a posting: lock what it needs, in one order, and look whether it was done before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from kernel.ledger import statements
from kernel.ledger.contention import find_answer
from kernel.ledger.errors import AccountNotFound, BusinessDayClosed
from kernel.ledger.internal import internal_id
from kernel.ledger.records import Answer, MoneyRequest, OpenDay, PostingAccount


@dataclass(kw_only=True, slots=True)
class Posting:
    """A movement in the making: the open day, the locked accounts and, on a retry, the answer."""

    request: MoneyRequest
    now: datetime
    day: OpenDay
    accounts: dict[UUID, PostingAccount]
    answer: Answer | None
    internal: dict[UUID, PostingAccount] = field(default_factory=dict)

    def account_of_asker(self, account_id: UUID, *, field: str) -> PostingAccount:
        """Return a locked account that the asker may at least see.

        Raises:
            AccountNotFound: there is none, or it is somebody else's.

        """
        account = self.accounts.get(account_id)
        if account is None:
            raise AccountNotFound(field=field)
        if account.access is None:
            raise AccountNotFound(field=field)
        return account

    def any_account(self, account_id: UUID, *, field: str) -> PostingAccount:
        """Return a locked account, whoever holds it.

        Raises:
            AccountNotFound: there is none.

        """
        account = self.accounts.get(account_id)
        if account is None:
            raise AccountNotFound(field=field)
        return account

    def bank_account(self, *, purpose: str, currency: str) -> PostingAccount:
        """Return one of the bank's own accounts, read once and never locked."""
        account_id = internal_id(purpose=purpose, currency=currency)
        if account_id not in self.internal:
            account = statements.read_internal(account_id)
            if account is None:
                raise AccountNotFound(f"The bank keeps no {purpose} in {currency}.")
            self.internal[account_id] = account
        return self.internal[account_id]


def begin_posting(
    *, request: MoneyRequest, account_ids: Collection[UUID], now: datetime
) -> Posting:
    """Share-lock the open day, lock the accounts in id order, then look the key up.

    The key comes after the locks: of two equal requests at once, the second waits for the first and
    finds its answer. The caller holds a durable transaction and locks limit rows before this.

    Raises:
        BusinessDayClosed: no day is open.
        IdempotencyKeyReused: the key was used for another request.

    """
    assert connection.in_atomic_block
    day = statements.share_open_day()
    if day is None:
        raise BusinessDayClosed
    locked = statements.lock_accounts(account_ids=account_ids, person_id=request.actor_id)
    return Posting(
        request=request,
        now=now,
        day=day,
        accounts={account.id: account for account in locked},
        answer=find_answer(request),
    )
