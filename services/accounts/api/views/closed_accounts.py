"""The API of the archive of closed accounts."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, page_position
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.queries import find_account_id
from services.accounts import commands, queries
from services.accounts.api.serializers.accounts import (
    ClosedAccountOutput,
    ClosedAccountPageOutput,
    ClosedAccountQuery,
    RestoreInput,
)
from services.accounts.api.views.whose import refuse_other_branch
from services.accounts.receipts import closing_content


class ClosedAccountsView(APIView):
    """Closed accounts as they were: your own; for staff, everybody's."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_closed_accounts",
        parameters=[ClosedAccountQuery],
        responses={200: ClosedAccountPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return closings, the latest first."""
        asked = read_input(ClosedAccountQuery, request.GET.dict())
        for_bank = request.user.may("accounts.read")
        if not for_bank and "customer" in asked:
            raise PermissionDenied
        if for_bank and not request.user.may("branches.every"):
            _refuse_unreached(request, asked)
        narrowed = queries.ClosedAccountFilter(
            customer=asked.get("customer") if for_bank else request.user.id,
            number=asked.get("number", ""),
            reason=asked.get("reason", ""),
            closed_from=asked.get("closed_from"),
            closed_to=asked.get("closed_to"),
        )
        found, following = queries.list_closed_accounts(narrowed=narrowed, **page_position(asked))
        return one_of_many(
            request, (closing_content(one, for_bank=for_bank) for one in found), following
        )


class ClosedAccountView(APIView):
    """One closing."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_closed_account", responses={200: ClosedAccountOutput, **problems(404)}
    )
    def get(self, request: Any, closing_id: UUID) -> Response:
        """Return a closed account as it was."""
        for_bank = request.user.may("accounts.read")
        found = queries.get_closed_account(
            closing_id=closing_id, customer_id=None if for_bank else request.user.id
        )
        if for_bank:
            refuse_other_branch(request, customer_id=found.customer_id)
        return Response(closing_content(found, for_bank=for_bank))


class RestoreAccountView(APIView):
    """Opening a closed account again."""

    permissions: ClassVar[dict[str, str]] = {"POST": "accounts.restore"}

    @extend_schema(
        operation_id="restore_account",
        request=RestoreInput,
        responses={202: WaitingOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, closing_id: UUID) -> Response:
        """Ask a second person to let an account be opened again."""
        asked = read_input(RestoreInput, request.data)
        closing = queries.get_closed_account(closing_id=closing_id, customer_id=None)
        refuse_other_branch(request, customer_id=closing.customer_id)
        return answer_waiting(
            commands.ask_to_restore(
                closing_id=closing_id, person_id=request.user.id, now=timezone.now(), **asked
            )
        )


def _refuse_unreached(request: Any, asked: dict[str, Any]) -> None:
    """Let staff of a branch look into the archive for customers whom they serve, one by one."""
    if queries.branch_of_staff(person_id=request.user.id) is None:
        return
    customer_id = asked.get("customer")
    if "number" in asked:
        account_id = find_account_id(asked["number"])
        customer_id = account_id and queries.customer_of_account(account_id=account_id)
    if customer_id is None:
        raise queries.OtherBranch
    refuse_other_branch(request, customer_id=customer_id)
