"""Open an account for a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.records import Answer, MoneyRequest
from services.accounts import queries
from services.accounts.iban import new_iban
from services.accounts.models import Account, AccountType, Branch, Customer
from services.accounts.receipts import account_content

TITLE_LENGTH: Final = 140


class AccountTypeNotFound(NotFound):
    """There is no such account type on offer."""


class BranchNotFound(NotFound):
    """There is no such branch."""


class CustomerNotActive(Refused):
    """The customer record is not active."""


@retry_on_contention
@transaction.atomic(durable=True)
def open_account(
    *,
    request: MoneyRequest,
    now: datetime,
    account_type: UUID,
    branch: UUID | None = None,
    nickname: str = "",
) -> Answer:
    """Open an account of a type on offer for the customer who asks, at their branch or the first.

    Raises:
        CustomerNotFound: the person is no customer yet.
        CustomerNotActive: the record is pending, rejected or closed.
        AccountTypeNotFound, BranchNotFound: what was chosen does not exist.

    """
    answer = find_answer(request)
    if answer is not None:
        return answer
    customer = queries.get_customer(person_id=request.actor_id)
    if customer.status != Customer.Status.ACTIVE:
        raise CustomerNotActive
    product = AccountType.objects.filter(id=account_type, is_offered=True).first()
    if product is None:
        raise AccountTypeNotFound(field="account_type")
    office = _branch(branch)
    account = agree_account(
        customer=customer, product=product, branch=office, nickname=nickname, now=now
    )
    opened = queries.get_account(account_id=account.id, person_id=customer.id)
    return ledger.keep_answer(request=request, content=account_content(opened), now=now)


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
) -> Account:
    """Write an account in the ledger and here; `number` and `account_id` are given by imports."""
    account_id = account_id or new_id()
    ledger.open_account(
        account_id=account_id,
        number=number or new_iban(),
        title=customer.full_name[:TITLE_LENGTH],
        currency=product.currency,
        floor_minor=-product.overdraft_minor,
        holders={customer.id: "owner"},
        now=now,
    )
    return Account.objects.create(
        id=account_id,
        customer=customer,
        account_type=product,
        branch=branch,
        nickname=nickname,
        opened_at=now,
    )


def _branch(branch_id: UUID | None) -> Branch:
    branches = Branch.objects.order_by("code")
    found = branches.first() if branch_id is None else branches.filter(id=branch_id).first()
    if found is None:
        raise BranchNotFound(field="branch")
    return found
