"""What every change of an account does: lock it, keep the ledger's status right, write it down."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from kernel.audit.commands import record_edits
from kernel.errors import Forbidden
from kernel.ledger import commands as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.outbox.models import Event
from services.accounts import queries
from services.accounts.edits import SERVICE, account_change
from services.accounts.models import Account, Customer, Freeze
from services.accounts.queries import CustomerAccount

# What a holder must hear of, and the event that says so.
_TOLD: Final = {
    "account.freeze": "account.frozen",
    "account.unfreeze": "account.unfrozen",
    "account.close": "account.closed",
    "account.restore": "account.restored",
}


class OwnerOnly(Forbidden):
    """Only an owner may do this."""


class OwnAccount(Forbidden):
    """Nobody decides for the bank about their own account."""


def lock_account(*, account_id: UUID, person_id: UUID, for_bank: bool) -> CustomerAccount:
    """Lock an account against other changes here, and return it as it is then.

    The order of all locks is this row, the business day, the ledger's accounts, the audit's chain.

    Raises:
        AccountNotFound: there is none, or it is somebody else's and it is not done `for_bank`.

    """
    queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if Account.objects.select_for_update().filter(id=account_id).first() is None:
        raise AccountNotFound
    return queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)


def lock_for_bank(*, account_id: UUID, person_id: UUID) -> CustomerAccount:
    """Lock an account for a decision of the bank.

    Raises:
        AccountNotFound: there is none.
        OwnAccount: the person holds it.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=True)
    if not account.by_bank:
        raise OwnAccount
    return account


def settle_status(account: Account) -> None:
    """Let the strictest reason hold: everything stopped, then debits stopped or dormant, then none.

    The account is locked and not closed.
    """
    standing = queries.standing_freezes(account_ids=[account.id])[account.id]
    scopes = {freeze.scope for freeze in standing}
    status = Account.Status.OPEN
    if Freeze.Scope.DEBITS in scopes or account.dormant_at is not None:
        status = Account.Status.CREDITS_ONLY
    if Freeze.Scope.ALL in scopes:
        status = Account.Status.FROZEN
    if status != account.status:
        ledger.change_status(account_id=account.id, status=status.value)
        account.status = status
        account.save(update_fields=["status"])


def record_account_edit(*, account_id: UUID, owner: Customer | None = None, **values: Any) -> None:
    """Write down a change of an account; the last thing that a command does.

    Who changes many accounts writes all edits at the end by `record_edits`, since the chain is
    locked from the first edit until the transaction ends. `values` are those of `account_change`.
    """
    if owner is None:
        owner = Customer.objects.get(accounts__id=account_id)
    change = account_change(account_id=account_id, owner=owner, **values)
    if change.action in _TOLD:
        # Holders are told; see `notices.py` of transactions.
        Event.objects.create(
            name=_TOLD[change.action],
            payload={"account_id": str(account_id)},
            created_at=change.now,
        )
    record_edits(service=SERVICE, changes=[change])
