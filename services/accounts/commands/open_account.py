"""Open an account for a customer, or take their application for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import Change, record_edits
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from services.accounts import queries
from services.accounts.commands.account_changes import OwnAccount, record_account_edit
from services.accounts.edits import SERVICE, account_change
from services.accounts.iban import new_iban
from services.accounts.models import Account, AccountType, Application, Branch, Customer, Terms
from services.accounts.queries import AccountTypeNotFound, BranchNotFound
from services.accounts.receipts import account_content, application_content

__all__ = [
    "AccountTypeNotFound",
    "Agreement",
    "BranchNotFound",
    "CustomerNotActive",
    "agree_account",
    "agree_accounts",
    "open_account",
]

TITLE_LENGTH: Final = 140
_BATCH: Final = 500


class CustomerNotActive(Refused):
    """The customer record is not active."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """An account to be opened for a customer."""

    customer: Customer
    product: AccountType
    branch: Branch
    nickname: str = ""
    number: str = field(default_factory=new_iban)
    account_id: UUID = field(default_factory=new_id)


@retry_on_contention
@transaction.atomic(durable=True)
def open_account(
    *,
    request: MoneyRequest,
    now: datetime,
    account_type: UUID,
    branch: UUID | None = None,
    nickname: str = "",
    customer: UUID | None = None,
) -> Answer:
    """Open an account of a type on offer at a branch (the first by code if none is named).

    It is for the person who asks; staff name the `customer`. A product that needs approval is only
    applied for: the account opens when staff approve.

    Raises:
        OwnAccount: staff open no account for themselves in the bank's name.
        CustomerNotFound: the person is no customer yet.
        CustomerNotActive: the record is pending, rejected or closed.
        AccountTypeNotFound, BranchNotFound: what was chosen does not exist.

    """
    answer = find_answer(request)
    if answer is not None:
        return answer
    if customer == request.actor_id:
        raise OwnAccount(field="customer")
    owner = active_customer(request.actor_id if customer is None else customer)
    product, terms = queries.get_offer(account_type_id=account_type, on=now.date())
    office = queries.get_branch(branch_id=branch)
    if terms.needs_approval:
        asked = Application.objects.create(
            customer=owner,
            account_type=product,
            branch=office,
            nickname=nickname,
            applied_by=request.actor_id,
            applied_at=now,
        )
        record_account_edit(
            account_id=asked.id,
            owner=owner,
            action="account.apply",
            actor_id=request.actor_id,
            before=None,
            after={"status": asked.status, "product": product.code, "branch": office.code},
            now=now,
        )
        return ledger.keep_answer(request=request, content=application_content(asked), now=now)
    account = agree_account(
        customer=owner,
        product=product,
        branch=office,
        nickname=nickname,
        now=now,
        actor_id=request.actor_id,
    )
    opened = queries.get_account(account_id=account.id, person_id=owner.id)
    return ledger.keep_answer(request=request, content=account_content(opened), now=now)


def active_customer(person_id: UUID) -> Customer:
    """Return the record of a customer who may have an account.

    Raises:
        CustomerNotFound: there is none.
        CustomerNotActive: it is pending, rejected or closed.

    """
    customer = queries.get_customer(person_id=person_id)
    if customer.status != Customer.Status.ACTIVE:
        raise CustomerNotActive
    return customer


@transaction.atomic
def agree_account(
    *,
    customer: Customer,
    product: AccountType,
    branch: Branch,
    now: datetime,
    nickname: str = "",
    number: str | None = None,
    account_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> Account:
    """Write one account: see `agree_accounts`. `actor_id` is None for the bank itself."""
    agreement = Agreement(
        customer=customer,
        product=product,
        branch=branch,
        nickname=nickname,
        number=number or new_iban(),
        account_id=account_id or new_id(),
    )
    changes = agree_accounts([agreement], actor_id=actor_id, now=now)
    record_edits(service=SERVICE, changes=changes)
    return Account.objects.get(id=agreement.account_id)


@transaction.atomic
def agree_accounts(
    agreements: Sequence[Agreement], *, actor_id: UUID | None, now: datetime
) -> list[Change]:
    """Write accounts in the ledger and here, on the terms of the day, and return the edits.

    The caller writes the edits, last: the chain is locked from then on. What the terms say about
    overdraft and minimums becomes the ledger's, which keeps to it for as long as the account lives.
    """
    products = {agreement.product.id: agreement.product for agreement in agreements}
    terms = queries.terms_in_force(products.values(), on=now.date())
    ledger.open_accounts(
        [_new_account(agreement, terms[agreement.product.id]) for agreement in agreements], now=now
    )
    accounts = [
        Account(
            id=agreement.account_id,
            customer=agreement.customer,
            account_type=agreement.product,
            branch=agreement.branch,
            nickname=agreement.nickname,
            opened_at=now,
        )
        for agreement in agreements
    ]
    Account.objects.bulk_create(accounts, batch_size=_BATCH)
    return [
        account_change(
            account_id=agreement.account_id,
            owner=agreement.customer,
            action="account.open",
            actor_id=actor_id,
            before=None,
            after={
                "status": Account.Status.OPEN,
                "number": agreement.number,
                "product": agreement.product.code,
                "branch": agreement.branch.code,
                "nickname": agreement.nickname,
                "holders": {str(agreement.customer.id): "owner"},
            },
            now=now,
        )
        for agreement in agreements
    ]


def _new_account(agreement: Agreement, terms: Terms) -> ledger.NewAccount:
    return ledger.NewAccount(
        id=agreement.account_id,
        number=agreement.number,
        title=agreement.customer.full_name[:TITLE_LENGTH],
        currency=agreement.product.currency,
        holders={agreement.customer.id: "owner"},
        floor_minor=-terms.overdraft_minor,
        minimum_minor=terms.minimum_balance_minor,
        opening_minor=terms.minimum_opening_minor,
        product=agreement.product.code,
    )
