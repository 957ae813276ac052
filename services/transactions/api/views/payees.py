"""Payees over HTTP: whom a person pays, and whether a name is right."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.limits import count_money_call
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.transactions import commands, queries
from services.transactions.api.renderings import payee_content
from services.transactions.api.serializers.payees import (
    NameCheckInput,
    NameCheckOutput,
    PayeeChangeInput,
    PayeeInput,
    PayeeOutput,
    PayeePageOutput,
)

PAGE = [OpenApiParameter("limit", int), OpenApiParameter("cursor", str)]


class PayeesView(APIView):
    """Your payees."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_payees",
        parameters=PAGE,
        responses={200: PayeePageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return your payees, the oldest first."""
        cursor = request.GET.get("cursor")
        page, position = queries.list_payees(
            person_id=request.user.id,
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        following = None if position is None else cursors.write_cursor(position)
        now = timezone.now()
        return Response(
            {
                "results": [payee_content(payee, now=now) for payee in page],
                "next": link(request, cursor=following),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="add_payee",
        parameters=[STEP_UP],
        request=PayeeInput,
        responses={201: PayeeOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Save a payee. It needs a fresh factor, and gets little for the first day."""
        asked = read_input(PayeeInput, request.data)
        now = timezone.now()
        payee = commands.add_payee(
            person_id=request.user.id, proof=proof_of(request), now=now, **asked
        )
        return Response(payee_content(payee, now=now), status=201)


class PayeeView(APIView):
    """One payee."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(operation_id="get_payee", responses={200: PayeeOutput, **problems(404)})
    def get(self, request: Any, payee_id: UUID) -> Response:
        """Return one of your payees."""
        payee = queries.get_payee(person_id=request.user.id, payee_id=payee_id)
        return Response(payee_content(payee, now=timezone.now()))

    @extend_schema(
        operation_id="rename_payee",
        request=PayeeChangeInput,
        responses={200: PayeeOutput, **problems(400, 404)},
    )
    def patch(self, request: Any, payee_id: UUID) -> Response:
        """Give a payee another nickname."""
        asked = read_input(PayeeChangeInput, request.data)
        payee = commands.rename_payee(person_id=request.user.id, payee_id=payee_id, **asked)
        return Response(payee_content(payee, now=timezone.now()))

    @extend_schema(operation_id="delete_payee", responses={204: None, **problems(404)})
    def delete(self, request: Any, payee_id: UUID) -> Response:
        """Take a payee off your list."""
        commands.delete_payee(person_id=request.user.id, payee_id=payee_id, now=timezone.now())
        return Response(status=204)


class NameCheckView(APIView):
    """Confirmation of payee."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    # BankSchema says that the operation can be answered with 429.
    is_limited: ClassVar[bool] = True

    @extend_schema(
        operation_id="check_payee_name",
        request=NameCheckInput,
        responses={200: NameCheckOutput, **problems(400, 404)},
    )
    def post(self, request: Any) -> Response:
        """Say whether an account's holder has this name. Whose name it has is never told."""
        asked = read_input(NameCheckInput, request.data)
        # Who tries name after name is stopped as who tries payment after payment.
        count_money_call(person_id=request.user.id, now=timezone.now())
        return Response({"result": commands.check_name(**asked)})
