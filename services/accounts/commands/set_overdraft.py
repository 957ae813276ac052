"""Set how far an account may be overdrawn; more than now needs a second person."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.errors import Refused
from kernel.ledger import commands as ledger
from kernel.ledger import queries as ledger_queries
from kernel.ledger.errors import AccountClosed, AccountNotFound, StatusUnchanged
from kernel.money import format_amount, parse_amount
from services.accounts import queries
from services.accounts.commands.account_changes import lock_for_bank, record_account_edit
from services.accounts.queries import CustomerAccount

POLICY: Final = "accounts.raise_overdraft"
_ZERO: Final = re.compile(r"0(\.0{1,4})?")


class MinimumAgreed(Refused):
    """The account keeps a minimum balance, so it cannot be overdrawn."""


@transaction.atomic(durable=True)
def set_overdraft(
    *, account_id: UUID, person_id: UUID, amount: object, reason: str, now: datetime
) -> CustomerAccount | Request:
    """Lower an account's overdraft and return it, or ask a second person to raise it.

    Raises:
        AccountNotFound: there is none.
        OwnAccount: the person holds it.
        AccountClosed: it is closed.
        AmountInvalid: `amount` is no sum of zero or more.
        StatusUnchanged: it is that already.
        MinimumAgreed: the account keeps a minimum balance.
        AccountNotEmpty: it is overdrawn by more than that.

    """
    account = lock_for_bank(account_id=account_id, person_id=person_id)
    if account.agreed.closed_at is not None:
        raise AccountClosed
    limit_minor = parse_sum(amount, currency=account.held.currency, field="amount")
    if limit_minor == -account.held.floor_minor:
        raise StatusUnchanged
    if account.held.minimum_minor > 0:
        raise MinimumAgreed
    if limit_minor > -account.held.floor_minor:
        return approvals.ask(
            policy=POLICY,
            subject_id=account_id,
            arguments={
                "account_id": str(account_id),
                "limit_minor": limit_minor,
                "reason": reason,
            },
            maker_id=person_id,
            reason=reason,
            now=now,
        )
    _set(account, limit_minor=limit_minor, actor_id=person_id, reason=reason, now=now)
    return queries.get_account(account_id=account_id, person_id=person_id, for_bank=True)


def describe_raising(arguments: dict[str, Any]) -> Description:
    """Return what raising an overdraft would do.

    Raises:
        AccountNotFound: the account is gone.

    """
    account_id = UUID(arguments["account_id"])
    account = ledger_queries.get_known_accounts(account_ids=[account_id]).get(account_id)
    if account is None:
        raise AccountNotFound
    currency = account.currency
    before = format_amount(-account.floor_minor, currency=currency)
    after = format_amount(arguments["limit_minor"], currency=currency)
    return Description(
        title=f"Raise the overdraft of account {account.number} to {after} {currency}",
        before={"overdraft": f"{before} {currency}"},
        after={"overdraft": f"{after} {currency}"},
    )


@transaction.atomic
def carry_out_raising(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Raise an overdraft; called when the second person has approved.

    Raises:
        AccountNotFound, OwnAccount, AccountClosed: see `set_overdraft`.

    """
    account_id = UUID(arguments["account_id"])
    lock_for_bank(account_id=account_id, person_id=maker_id)
    account = lock_for_bank(account_id=account_id, person_id=checker_id)
    if account.agreed.closed_at is not None:
        raise AccountClosed
    limit_minor = int(arguments["limit_minor"])
    _set(
        account,
        limit_minor=limit_minor,
        actor_id=maker_id,
        reason=arguments["reason"],
        now=now,
    )
    return {"overdraft": format_amount(limit_minor, currency=account.held.currency)}


def parse_sum(text: object, *, currency: str, field: str) -> int:
    """Return an amount of zero or more in minor units.

    Raises:
        AmountInvalid: it is none.

    """
    if isinstance(text, str) and _ZERO.fullmatch(text):
        return 0
    return parse_amount(text, currency=currency, field=field)


def _set(
    account: CustomerAccount, *, limit_minor: int, actor_id: UUID, reason: str, now: datetime
) -> None:
    currency = account.held.currency
    ledger.set_floor(account_id=account.held.id, floor_minor=-limit_minor)
    record_account_edit(
        account_id=account.held.id,
        action="account.overdraft",
        actor_id=actor_id,
        before={"overdraft": format_amount(-account.held.floor_minor, currency=currency)},
        after={"overdraft": format_amount(limit_minor, currency=currency)},
        reason=reason,
        now=now,
    )
