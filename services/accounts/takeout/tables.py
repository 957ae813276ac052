"""What this service holds on a customer, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from kernel.audit.queries import list_edits
from kernel.money import format_amount
from kernel.personal import Table
from services.accounts import queries
from services.accounts.commands.customer_details import details_of
from services.accounts.edits import ACCOUNT, SERVICE, account_reason, list_customer_edits
from services.accounts.models import (
    Account,
    Application,
    ClosedAccount,
    Customer,
    Freeze,
    HolderInvitation,
)

_EDITS_PAGE: Final = 200
# The law forbids telling people that they were screened, and what it brought.
_SILENT_CHECKS: Final = frozenset({"screening", "source_of_funds"})


def own_tables(customer: Customer) -> list[Table]:
    """Return the tables, what people must not be told left out."""
    return [
        Table(name="customer", rows=partial(_customer, customer)),
        _listed(
            "addresses",
            queries.list_addresses(customer=customer, with_past=True),
            "kind street postal_code city region country valid_from valid_to",
        ),
        _listed(
            "documents",
            queries.list_documents(customer=customer),
            "id kind number country issued_date expires_date media_type size_bytes status "
            "uploaded_at decided_at",
        ),
        _listed(
            "checks",
            [
                check
                for check in queries.list_checks(customer=customer)
                if check.kind not in _SILENT_CHECKS
            ],
            "kind verdict checked_at",
        ),
        _listed(
            "decisions",
            queries.list_decisions(customer=customer),
            "from_status to_status decided_at",
        ),
        Table(name="accounts", rows=partial(_accounts, customer)),
        _listed(
            "applications",
            Application.objects.filter(customer=customer).order_by("id"),
            "id account_type_id branch_id nickname status applied_at decided_at",
        ),
        _listed(
            "invitations",
            HolderInvitation.objects.filter(person_id=customer.id).order_by("id"),
            "id account_id access status invited_at answered_at",
        ),
        Table(name="freezes", rows=partial(_freezes, customer)),
        Table(name="closed_accounts", rows=partial(_closed, customer)),
        Table(name="edits", rows=partial(_edits, customer)),
        Table(name="account_edits", rows=partial(_account_edits, customer)),
    ]


def _listed(name: str, rows: Iterable[Any], columns: str) -> Table:
    return Table(
        name=name,
        rows=lambda: ({column: getattr(row, column) for column in columns.split()} for row in rows),
    )


def _customer(customer: Customer) -> Iterator[dict[str, Any]]:
    details = details_of(customer)
    income = details.pop("income")
    details["income"] = (
        f"{format_amount(income['minor'], currency=income['currency'])} {income['currency']}"
        if income
        else ""
    )
    columns = ("id", "status", "created_at", "closed_at")
    yield details | {name: getattr(customer, name) for name in columns}


def _accounts(customer: Customer) -> Iterator[dict[str, Any]]:
    for each in queries.list_accounts(person_id=customer.id):
        yield {
            "id": each.held.id,
            "number": each.held.number,
            "title": each.held.title,
            "nickname": each.agreed.nickname,
            "product": each.agreed.account_type.name,
            "branch": each.agreed.branch.name,
            "access": each.held.access,
            "status": each.held.status,
            "currency": each.held.currency,
            "balance": format_amount(each.held.balance_minor, currency=each.held.currency),
            "opened_at": each.held.opened_at,
        }


def _freezes(customer: Customer) -> Iterator[dict[str, Any]]:
    # Why the bank stopped an account is not always for the holder to know.
    found = Freeze.objects.filter(account__customer=customer).select_related("account__customer")
    for freeze in found.order_by("id"):
        yield {
            "account_id": freeze.account_id,
            "scope": freeze.scope,
            "by": freeze.side,
            "reason": freeze.reason if freeze.side == Freeze.Side.CUSTOMER else "",
            "placed_at": freeze.placed_at,
            "lifted_at": freeze.lifted_at,
        }


def _closed(customer: Customer) -> Iterator[dict[str, Any]]:
    found = ClosedAccount.objects.filter(customer_id=customer.id)
    for closing in found.select_related("account__customer").order_by("id"):
        yield {
            "account_id": closing.account_id,
            "number": closing.number,
            "reason": closing.reason,
            "comment": closing.comment if closing.closed_by == customer.id else "",
            "balance": format_amount(closing.balance_minor, currency=closing.currency),
            "currency": closing.currency,
            "swept_to": closing.swept_to,
            "closed_at": closing.closed_at,
        }


def _edits(customer: Customer) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        edits, cursor = list_customer_edits(
            customer=customer, cursor=cursor, limit=_EDITS_PAGE, is_open=True, is_for_staff=False
        )
        for edit in edits:
            for change in edit.changes:
                yield {
                    "happened_at": edit.happened_at,
                    "action": edit.action,
                    "by": _who(edit.actor_id, customer),
                    "field": change.field,
                    "before": change.before,
                    "after": change.after,
                }
        if cursor is None:
            return


def _account_edits(customer: Customer) -> Iterator[dict[str, Any]]:
    for account_id in Account.objects.filter(customer=customer).values_list("id", flat=True):
        cursor: list[Any] | None = None
        while True:
            edits, cursor = list_edits(
                service=SERVICE,
                subject_type=ACCOUNT,
                subject_id=account_id,
                cursor=cursor,
                limit=_EDITS_PAGE,
            )
            for edit in edits:
                is_theirs = edit.actor_id == customer.id
                reason = account_reason(edit.reason, account_id=account_id, owner=customer)
                yield {
                    "account_id": account_id,
                    "happened_at": edit.happened_at,
                    "action": edit.action,
                    "by": _who(edit.actor_id, customer),
                    "reason": reason if is_theirs else "",
                }
            if cursor is None:
                break


def _who(actor_id: object, customer: Customer) -> str:
    return "you" if actor_id == customer.id else "the bank"
