"""Who holds an account, and with which right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kernel.errors import NotFound
from kernel.ledger import commands as ledger
from kernel.ledger import queries as ledger_queries
from kernel.ledger.errors import AccountClosed, StatusUnchanged
from kernel.outbox.models import Event
from kernel.step_up.proofs import Proof, use_proof
from services.accounts import queries
from services.accounts.commands.account_changes import (
    OwnerOnly,
    lock_account,
    record_account_edit,
)
from services.accounts.commands.open_account import active_customer
from services.accounts.models import Account, Customer, HolderInvitation
from services.accounts.queries import CustomerAccount

OFFER_LASTS: Final = timedelta(days=14)
_RANK: Final[Mapping[str | None, int]] = {None: 0, "view": 1, "joint": 2, "owner": 3}


class HolderNotFound(NotFound):
    """The person has no right on the account."""


class HolderOfferNotFound(NotFound):
    """There is no open invitation for you, or of your account."""


@transaction.atomic(durable=True)
def set_holder(
    *,
    account_id: UUID,
    person_id: UUID,
    for_bank: bool,
    customer: UUID,
    access: str,
    now: datetime,
    reason: str = "",
    proof: Proof | None = None,
) -> list[tuple[Customer, str]] | HolderInvitation:
    """Give a customer a right on an account, or another one, and return all who hold it.

    Staff do so on paper that both have signed. An owner confirms it with a fresh factor; what is
    more than the person had is offered only, and theirs when they accept it.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        OwnerOnly: the person holds another right.
        CustomerNotFound, CustomerNotActive: the other one may hold no account.
        AccountClosed, StatusUnchanged, LastOwner: see `kernel.ledger.commands.set_access`.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: see `use_proof`.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if not account.by_bank and not account.is_owner:
        raise OwnerOnly
    active_customer(customer)
    rights = dict(ledger_queries.list_holders(account_ids=[account_id])[account_id])
    if not account.by_bank and _RANK[access] > _RANK[rights.get(customer)]:
        return _offer(
            account, customer=customer, access=access, person_id=person_id, proof=proof, now=now
        )
    before = ledger.set_access(account_id=account_id, person_id=customer, access=access)
    if not account.by_bank:
        # Last, so that nobody confirms what would be refused.
        use_proof(
            proof=proof,
            person_id=person_id,
            operation="set_holder",
            facts={"account": account.held.number, "holder": str(customer), "right": access},
            now=now,
        )
    record_account_edit(
        account_id=account_id,
        action="holder.set",
        actor_id=person_id,
        before={"holder": {str(customer): before}} if before else None,
        after={"holder": {str(customer): access}},
        reason=reason,
        now=now,
    )
    return queries.list_account_holders(account_id=account_id)


def _offer(
    account: CustomerAccount,
    *,
    customer: UUID,
    access: str,
    person_id: UUID,
    proof: Proof | None,
    now: datetime,
) -> HolderInvitation:
    if account.agreed.closed_at is not None:
        raise AccountClosed
    use_proof(
        proof=proof,
        person_id=person_id,
        operation="set_holder",
        facts={"account": account.held.number, "holder": str(customer), "right": access},
        now=now,
    )
    # The last offer counts.
    _open_ones(now=now).filter(account=account.agreed, person_id=customer).update(
        status=HolderInvitation.Status.ENDED, answered_by=person_id, answered_at=now
    )
    offered = HolderInvitation.objects.create(
        account=account.agreed,
        person_id=customer,
        access=access,
        invited_by=person_id,
        invited_at=now,
        expires_at=now + OFFER_LASTS,
    )
    record_account_edit(
        account_id=account.held.id,
        action="holder.invite",
        actor_id=person_id,
        before=None,
        after={"holder": {str(customer): access}},
        now=now,
    )
    # Told by the last digits of the account only: mail is no safe place.
    Event.objects.create(
        name="notice.asked",
        payload={
            "person_id": str(customer),
            "kind": "right_offered",
            "facts": {"account": f"…{account.held.number[-4:]}", "right": access},
        },
        created_at=now,
    )
    return offered


def list_invitations(*, person_id: UUID, now: datetime) -> list[HolderInvitation]:
    """Return the rights that are offered to a person, or by them, the oldest first."""
    mine = Q(person_id=person_id) | Q(invited_by=person_id)
    return list(_open_ones(now=now).filter(mine).order_by("id"))


@transaction.atomic(durable=True)
def accept_invitation(*, invitation_id: UUID, person_id: UUID, now: datetime) -> CustomerAccount:
    """Take the right that is offered, and return the account.

    Raises:
        HolderOfferNotFound: none is open for the person, or who offered it is no owner any more.
        CustomerNotFound, CustomerNotActive: the person may hold no account.
        AccountClosed, StatusUnchanged: see `kernel.ledger.commands.set_access`.

    """
    offered = _lock_invitation(invitation_id, now=now)
    if offered.person_id != person_id:
        raise HolderOfferNotFound
    active_customer(person_id)
    rights = dict(ledger_queries.list_holders(account_ids=[offered.account_id])[offered.account_id])
    if rights.get(offered.invited_by) != "owner":
        raise HolderOfferNotFound
    before = ledger.set_access(
        account_id=offered.account_id, person_id=person_id, access=offered.access
    )
    _answer(offered, to=HolderInvitation.Status.ACCEPTED, person_id=person_id, now=now)
    record_account_edit(
        account_id=offered.account_id,
        action="holder.set",
        actor_id=person_id,
        before={"holder": {str(person_id): before}} if before else None,
        after={"holder": {str(person_id): offered.access}},
        now=now,
    )
    return queries.get_account(account_id=offered.account_id, person_id=person_id)


@transaction.atomic(durable=True)
def end_invitation(*, invitation_id: UUID, person_id: UUID, now: datetime) -> None:
    """Decline a right that is offered, or take the offer back.

    Raises:
        HolderOfferNotFound: none is open for the person or by them.

    """
    offered = _lock_invitation(invitation_id, now=now)
    if person_id not in {offered.person_id, offered.invited_by}:
        raise HolderOfferNotFound
    _answer(offered, to=HolderInvitation.Status.ENDED, person_id=person_id, now=now)
    record_account_edit(
        account_id=offered.account_id,
        action="holder.invitation_ended",
        actor_id=person_id,
        before={"holder": {str(offered.person_id): offered.access}},
        after=None,
        now=now,
    )


def _lock_invitation(invitation_id: UUID, *, now: datetime) -> HolderInvitation:
    found = _open_ones(now=now).filter(id=invitation_id).first()
    if found is None:
        raise HolderOfferNotFound
    # The account first, as everywhere.
    Account.objects.select_for_update().get(id=found.account_id)
    locked = _open_ones(now=now).select_for_update().filter(id=invitation_id).first()
    if locked is None:
        raise HolderOfferNotFound
    return locked


def _open_ones(*, now: datetime) -> QuerySet[HolderInvitation]:
    return HolderInvitation.objects.filter(status=HolderInvitation.Status.OPEN, expires_at__gt=now)


def _answer(
    offered: HolderInvitation, *, to: HolderInvitation.Status, person_id: UUID, now: datetime
) -> None:
    offered.status, offered.answered_by, offered.answered_at = to, person_id, now
    offered.save(update_fields=["status", "answered_by", "answered_at"])


@transaction.atomic(durable=True)
def remove_holder(
    *, account_id: UUID, person_id: UUID, for_bank: bool, customer: UUID, now: datetime
) -> None:
    """Take a person's right on an account away; anybody may give up their own.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        OwnerOnly: another one's right is for owners to take.
        HolderNotFound: the person has none.
        AccountClosed, LastOwner: see `kernel.ledger.commands.set_access`.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if not account.by_bank and not account.is_owner and customer != person_id:
        raise OwnerOnly
    try:
        before = ledger.set_access(account_id=account_id, person_id=customer, access=None)
    except StatusUnchanged:
        raise HolderNotFound from None
    record_account_edit(
        account_id=account_id,
        action="holder.remove",
        actor_id=person_id,
        before={"holder": {str(customer): before}},
        after=None,
        now=now,
    )
