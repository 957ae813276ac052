"""Close an account, and pay what is left to another one of the same customer: one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.errors import Invalid
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger import queries as ledger_queries
from kernel.ledger.errors import AccountClosed, AccountFrozen, AccountNotEmpty, AccountNotFound
from kernel.ledger.records import MoneyRequest, Movement, PostingAccount
from kernel.money import format_amount
from kernel.step_up.proofs import Proof, use_proof
from services.accounts import queries
from services.accounts.commands.account_changes import (
    OwnerOnly,
    lock_account,
    lock_for_bank,
    record_account_edit,
)
from services.accounts.models import Account, ClosedAccount, Freeze
from services.accounts.queries import CustomerAccount
from services.accounts.receipts import account_content, terms_content

POLICY: Final = "accounts.close_with_balance"
_MAY_TAKE: Final = frozenset({"owner", "joint"})
# Names and what a person wrote are not archived: the archive is never rewritten.
_NOT_ARCHIVED: Final = frozenset({"title", "nickname", "access", "balance", "available"})


class ReasonMissing(Invalid):
    """Staff give a reason for closing an account."""


def close_account(
    *,
    account_id: UUID,
    person_id: UUID,
    for_bank: bool,
    now: datetime,
    sweep_to: str = "",
    reason: str = "",
    comment: str = "",
    proof: Proof | None = None,
) -> CustomerAccount | Request:
    """Close an account and return it; with money on it, staff get a request for a second person.

    `sweep_to` is the id or number of another account of the same customer, which gets what is left.
    An owner confirms that with a fresh factor; it is asked for last, so nobody confirms what would
    be refused.

    Raises:
        AccountNotFound: there is none, or it is somebody else's; with the field, `sweep_to` is.
        OwnerOnly: the person holds another right.
        ReasonMissing: staff did not say why.
        AccountClosed: it is closed.
        AccountFrozen: the bank has stopped it.
        AccountNotEmpty: money or reservations are left, or it is overdrawn.
        AccountBlocked: services need it kept open; `blocks` says which and why.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: see `use_proof`.
        BankError: what refuses a transfer.

    """
    with transaction.atomic(durable=True):
        account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
        if not account.by_bank and not account.is_owner:
            raise OwnerOnly
        if account.by_bank and not reason:
            raise ReasonMissing(field="reason")
        target_id = _target(account, sweep_to) if sweep_to else None
        values: dict[str, Any] = {
            "target_id": target_id,
            "reason": reason or ClosedAccount.Reason.CUSTOMER_REQUEST.value,
            "comment": comment,
            "actor_id": person_id,
            "now": now,
        }
        if account.by_bank and target_id is not None and account.held.balance_minor != 0:
            _rehearse(account, **values)
            return approvals.ask(
                policy=POLICY,
                subject_id=account_id,
                arguments={
                    "account_id": str(account_id),
                    "target_id": str(target_id),
                    "reason": reason,
                    "comment": comment,
                },
                maker_id=person_id,
                reason=comment or reason,
                now=now,
            )
        closing = _close(account, **values)
        if closing.swept_to and account.by_bank:
            # Money came in while we looked: what was empty needs a second person now.
            raise AccountNotEmpty
        if closing.swept_to and settings.CLOSING_NEEDS_STEP_UP:
            use_proof(
                proof=proof,
                person_id=person_id,
                operation="close_account",
                facts={"account": account.held.number, "sweep_to": closing.swept_to},
                now=now,
            )
        return queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)


def describe_closing(arguments: dict[str, Any]) -> Description:
    """Return what a waiting closing would do.

    Raises:
        AccountNotFound: one of the accounts is gone.

    """
    account_id, target_id = UUID(arguments["account_id"]), UUID(arguments["target_id"])
    known = ledger_queries.get_known_accounts(account_ids=[account_id, target_id])
    if len(known) < 2:  # noqa: PLR2004  (both)
        raise AccountNotFound
    account, target = known[account_id], known[target_id]
    money = format_amount(account.balance_minor, currency=account.currency)
    nothing = format_amount(0, currency=account.currency)
    return Description(
        title=f"Close account {account.number} and pay {money} {account.currency} out",
        before={"status": account.status, "balance": f"{money} {account.currency}"},
        after={
            "status": "closed",
            "balance": f"{nothing} {account.currency}",
            "paid to": target.number,
            "because": arguments["reason"],
        },
    )


def carry_out_closing(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Close an account with what is left on it; called when the second person has approved.

    Raises:
        BankError: see `close_account`; OwnAccount: one of the two holds the account.

    """
    account_id = UUID(arguments["account_id"])
    lock_for_bank(account_id=account_id, person_id=maker_id)
    account = lock_for_bank(account_id=account_id, person_id=checker_id)
    closing = _close(
        account,
        target_id=UUID(arguments["target_id"]),
        reason=arguments["reason"],
        comment=arguments["comment"],
        actor_id=maker_id,
        approved_by=checker_id,
        now=now,
    )
    return {"closing": str(closing.id)}


def _target(account: CustomerAccount, sweep_to: str) -> UUID:
    """Return the account that gets what is left: of somebody who may move this one's money."""
    target_id = ledger_queries.find_account_id(sweep_to)
    if target_id is None or target_id == account.held.id:
        raise AccountNotFound(field="sweep_to")
    holders = ledger_queries.list_holders(account_ids=[account.held.id, target_id])
    owners = {person for person, access in holders[account.held.id] if access == "owner"}
    takers = {person for person, access in holders[target_id] if access in _MAY_TAKE}
    if owners.isdisjoint(takers):
        raise AccountNotFound(field="sweep_to")
    return target_id


def _rehearse(account: CustomerAccount, **values: Any) -> None:
    with transaction.atomic():
        _close(account, **values)
        transaction.set_rollback(True)
    account.agreed.refresh_from_db()


def _close(
    account: CustomerAccount,
    *,
    target_id: UUID | None,
    reason: str,
    comment: str,
    actor_id: UUID,
    now: datetime,
    approved_by: UUID | None = None,
) -> ClosedAccount:
    """Sweep, close and archive a locked account."""
    agreed = account.agreed
    if agreed.closed_at is not None:
        raise AccountClosed
    if not account.by_bank and any(one.side == Freeze.Side.BANK for one in account.freezes):
        raise AccountFrozen
    snapshot = _snapshot(account)
    balance_minor, swept = account.held.balance_minor, None
    last_posted_at = account.held.last_posted_at
    if target_id is not None:
        source, swept = _sweep(agreed.id, target_id=target_id, actor_id=actor_id, now=now)
        balance_minor = source.balance_minor if swept is None else swept.amount_minor
    ledger.close_account(account_id=agreed.id)
    before = {"status": account.held.status}
    agreed.status, agreed.closed_at = Account.Status.CLOSED, now
    agreed.save(update_fields=["status", "closed_at"])
    closing = ClosedAccount(
        account=agreed,
        customer_id=agreed.customer_id,
        number=account.held.number,
        reason=reason,
        closed_by=actor_id,
        approved_by=approved_by,
        closed_at=now,
        currency=account.held.currency,
        balance_minor=balance_minor,
        swept_to=swept.credit.number if swept else "",
        sweep_transfer_id=swept.id if swept else None,
        last_posted_at=last_posted_at,
        snapshot=snapshot,
    )
    closing.comment = comment
    closing.save(force_insert=True)
    record_account_edit(
        account_id=agreed.id,
        action="account.close",
        actor_id=actor_id,
        before=before,
        after={"status": "closed", "swept_to": closing.swept_to, "reason": reason},
        reason=comment,
        now=now,
    )
    return closing


def _sweep(
    account_id: UUID, *, target_id: UUID, actor_id: UUID, now: datetime
) -> tuple[PostingAccount, Movement | None]:
    # The close itself happens once, so the posting needs no key of a client.
    request = MoneyRequest.make(
        actor_id=actor_id, operation="close_account", key=str(new_id()), body={}
    )
    posting = ledger.begin_posting(request=request, account_ids=[account_id, target_id], now=now)
    source = posting.any_account(account_id, field="account")
    target = posting.any_account(target_id, field="sweep_to")
    # What had to stay on it goes with the account.
    source.minimum_minor = source.opening_minor = 0
    if source.held_minor != 0:
        money = format_amount(source.held_minor, currency=source.currency)
        raise AccountNotEmpty(f"{money} {source.currency} of the account is reserved.")
    if source.balance_minor <= 0:
        # Nothing to pay out, or a debt, which closing refuses.
        return source, None
    movement = ledger.post_transfer(
        posting,
        kind="transfer",
        debit=source,
        credit=target,
        amount_minor=source.balance_minor,
    )
    return source, movement


def _snapshot(account: CustomerAccount) -> dict[str, Any]:
    held, agreed = account.held, account.agreed
    content = account_content(account)
    freezes = Freeze.objects.filter(account=agreed).order_by("id")
    holders = ledger_queries.list_holders(account_ids=[held.id])[held.id]
    return {
        "account": {name: value for name, value in content.items() if name not in _NOT_ARCHIVED},
        "product": {
            "code": agreed.account_type.code,
            **terms_content(account.terms, currency=held.currency),
        },
        "holders": [
            {"person": str(person), "access": access} for person, access in sorted(holders)
        ],
        "freezes": [
            {
                "scope": one.scope,
                "by": one.side,
                "placed_at": one.placed_at.isoformat(),
                "lifted_at": one.lifted_at.isoformat() if one.lifted_at else None,
            }
            for one in freezes
        ],
    }
