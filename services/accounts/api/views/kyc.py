"""The API of checks and of the decisions that follow from them. For staff."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.schema import problems
from services.accounts import commands, queries
from services.accounts.api.serializers.customers import ReasonInput
from services.accounts.api.serializers.kyc import (
    CheckInput,
    CheckOutput,
    CheckPageOutput,
    DecisionInput,
    StatusOutput,
)
from services.accounts.api.views.whose import refuse_other_branch
from services.accounts.models import Customer


class ChecksView(APIView):
    """What staff found when they checked a customer. Customers do not see it: the law says so."""

    permissions: ClassVar[dict[str, str]] = {"GET": "customers.read", "POST": "customers.check"}

    @extend_schema(
        operation_id="list_checks", responses={200: CheckPageOutput, **problems(403, 404)}
    )
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return the checks, the newest first."""
        refuse_other_branch(request, customer_id=customer_id)
        customer = queries.get_customer(person_id=customer_id)
        found = queries.list_checks(customer=customer)
        return one_page(dict(CheckOutput(check).data) for check in found)

    @extend_schema(
        operation_id="record_check",
        request=CheckInput,
        responses={201: CheckOutput, **problems(400, 403, 404)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Write down a check. It is never changed; a later one of the same kind counts instead."""
        asked = read_input(CheckInput, request.data)
        check = commands.record_check(
            customer_id=customer_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(dict(CheckOutput(check).data), status=201)


class StatusView(APIView):
    """Where the relationship stands."""

    permissions: ClassVar[dict[str, str]] = {"GET": "customers.read", "POST": "customers.decide"}

    @extend_schema(
        operation_id="get_customer_status", responses={200: StatusOutput, **problems(403, 404)}
    )
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return the status, what is missing to become active, and the decisions so far."""
        refuse_other_branch(request, customer_id=customer_id)
        return _answer(queries.get_customer(person_id=customer_id))

    @extend_schema(
        operation_id="decide_customer",
        request=DecisionInput,
        responses={200: StatusOutput, **problems(400, 403, 404, 422)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Make a customer active, reject or close them."""
        asked = read_input(DecisionInput, request.data)
        return _answer(
            commands.decide_customer(
                customer_id=customer_id, actor_id=request.user.id, now=timezone.now(), **asked
            )
        )


class UndoStatusView(APIView):
    """Taking a decision back."""

    permissions: ClassVar[dict[str, str]] = {"POST": "customers.decide"}

    @extend_schema(
        operation_id="undo_decision",
        request=ReasonInput,
        responses={200: StatusOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Take back the last decision that was not taken back before."""
        asked = read_input(ReasonInput, request.data)
        return _answer(
            commands.undo_decision(
                customer_id=customer_id, actor_id=request.user.id, now=timezone.now(), **asked
            )
        )


def _answer(customer: Customer) -> Response:
    content = StatusOutput(
        {
            "status": customer.status,
            "missing_checks": queries.missing_checks(customer=customer),
            "decisions": queries.list_decisions(customer=customer),
        }
    )
    return Response(content.data)
