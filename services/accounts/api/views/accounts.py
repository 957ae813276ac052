"""The API of accounts: listing, opening, looking, small changes, the edit log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.audit.models import Edit
from kernel.audit.queries import list_edits
from kernel.http.edits import EditPageOutput, EditQuery, edit_content
from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, OnceView
from kernel.http.pages import one_of_many, one_page, page_position
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.queries import find_account_id
from services.accounts import commands, queries
from services.accounts.api.serializers.accounts import (
    AccountChange,
    AccountInput,
    AccountOutput,
    AccountPageOutput,
    AccountQuery,
)
from services.accounts.api.views.whose import acts_for_bank, refuse_other_branch
from services.accounts.commands.account_changes import OwnerOnly
from services.accounts.edits import ACCOUNT, SERVICE, account_reason, account_reveal
from services.accounts.models import Account, Application, Customer
from services.accounts.receipts import account_content, application_content


class AccountsView(OnceView):
    """Your accounts; for staff, the bank's."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    operation: ClassVar[str] = "open_account"

    @extend_schema(
        operation_id="list_accounts",
        parameters=[AccountQuery],
        responses={200: AccountPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the accounts that you hold or asked for, with their balances.

        Staff who name a filter or `scope=bank` see the bank's, the newest first, page by page.
        """
        asked = read_input(AccountQuery, request.GET.dict())
        narrowing = {"customer", "status", "branch", "number"} & asked.keys()
        if asked.get("scope") == "bank" or narrowing:
            if not request.user.may("accounts.read"):
                raise PermissionDenied
            return _answer_bank_accounts(request, asked)
        mine = [account_content(one) for one in queries.list_accounts(person_id=request.user.id)]
        wanted = queries.list_applications(customer_id=request.user.id)
        return one_page([*mine, *(application_content(one) for one in wanted)])

    @extend_schema(
        operation_id="open_account",
        parameters=[IDEMPOTENCY_KEY],
        request=AccountInput,
        responses={201: AccountOutput, **problems(400, 403, 404, 422, 503)},
    )
    def post(self, request: Any) -> HttpResponse:
        """Open an account, or apply for one where the bank looks first."""
        asked = read_input(AccountInput, request.data)
        if "customer" in asked and not request.user.may("accounts.open"):
            raise PermissionDenied
        if "customer" in asked:
            refuse_other_branch(request, customer_id=asked["customer"])
        return self.answer_once(request, commands.open_account, **asked)


class AccountView(APIView):
    """One account."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN}

    @extend_schema(operation_id="get_account", responses={200: AccountOutput, **problems(404)})
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return one of your accounts, or one that you asked for."""
        who: dict[str, Any] = {
            "account_id": account_id,
            "person_id": request.user.id,
            "for_bank": acts_for_bank(request, account_id=account_id, permission="accounts.read"),
        }
        try:
            return Response(account_content(queries.get_account(**who)))
        except AccountNotFound:
            return Response(application_content(queries.get_application(**who)))

    @extend_schema(
        operation_id="update_account",
        request=AccountChange,
        responses={200: AccountOutput, **problems(400, 403, 404, 422)},
    )
    def patch(self, request: Any, account_id: UUID) -> Response:
        """Change the nickname, or how often statements are made."""
        asked = read_input(AccountChange, request.data)
        changed = commands.update_account(
            account_id=account_id, person_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(account_content(changed))


class AccountEditsView(APIView):
    """What was changed about an account."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_account_edits",
        parameters=[EditQuery],
        responses={200: EditPageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return the changes, the newest first; an owner is not told which staff made them.

        Of an account that was applied for only, too.
        """
        asked = read_input(EditQuery, request.GET.dict())
        owner, named = _whose_edits(request, account_id)
        edits, following = list_edits(
            service=SERVICE,
            subject_type=ACCOUNT,
            subject_id=account_id,
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        shown = [_edit(one, owner=owner, named=named) for one in edits]
        return one_of_many(request, shown, following)


def _whose_edits(request: Any, account_id: UUID) -> tuple[Customer, set[UUID] | None]:
    """Return the first owner, and whom the reader may see by name; None: everybody."""
    whose: dict[str, Any] = {
        "account_id": account_id,
        "person_id": request.user.id,
        "for_bank": acts_for_bank(request, account_id=account_id, permission="accounts.history"),
    }
    try:
        account = queries.get_account(**whose)
    except AccountNotFound:
        asked = queries.get_application(**whose)
        is_theirs = asked.customer_id == request.user.id
        return asked.customer, {asked.customer_id} if is_theirs else None
    if account.by_bank:
        return account.agreed.customer, None
    if not account.is_owner:
        raise OwnerOnly
    known = queries.list_account_holders(account_id=account_id)
    return account.agreed.customer, {customer.id for customer, _ in known}


def _answer_bank_accounts(request: Any, asked: dict[str, Any]) -> Response:
    narrowed = queries.AccountFilter(
        customer=asked.get("customer"),
        status=asked.get("status", ""),
        branch=asked.get("branch"),
        number=asked.get("number", ""),
    )
    if not request.user.may("branches.every"):
        narrowed = _within_reach(request, narrowed)
    position = page_position(asked)
    if narrowed.status in Application.Status and narrowed.status not in Account.Status:
        wanted, following = queries.list_bank_applications(narrowed=narrowed, **position)
        return one_of_many(request, (application_content(one) for one in wanted), following)
    found, following = queries.list_bank_accounts(narrowed=narrowed, **position)
    return one_of_many(request, (account_content(one) for one in found), following)


def _within_reach(request: Any, narrowed: queries.AccountFilter) -> queries.AccountFilter:
    """Narrow what staff of a branch list to that branch, or to a customer whom they serve."""
    customer_id = narrowed.customer
    if narrowed.number:
        account_id = find_account_id(narrowed.number)
        customer_id = account_id and queries.customer_of_account(account_id=account_id)
    if customer_id is not None:
        refuse_other_branch(request, customer_id=customer_id)
        return narrowed
    branch_id = queries.branch_of_staff(person_id=request.user.id)
    if branch_id is None:
        return narrowed
    if narrowed.branch not in {None, branch_id}:
        raise queries.OtherBranch
    return replace(narrowed, branch=branch_id)


def _edit(edit: Edit, *, owner: Customer, named: set[UUID] | None) -> dict[str, Any]:
    """Return an edit; who is not `named` and what they wrote is left out, unless it is None."""
    account_id = edit.subject_id
    content = edit_content(edit, reveal=account_reveal(account_id=account_id, owner=owner))
    content["reason"] = account_reason(edit.reason, account_id=account_id, owner=owner)
    if named is not None and edit.actor_id not in named:
        content |= {"actor": None, "reason": ""}
    return content
