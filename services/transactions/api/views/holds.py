"""Holds over HTTP: staff place, capture and void them; everybody sees those on their accounts."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, MoneyView
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.transactions import commands, queries
from services.transactions.api.serializers.holds import (
    CaptureInput,
    CaptureOutput,
    HoldDetailOutput,
    HoldInput,
    HoldOutput,
    HoldPageOutput,
    HoldQuery,
    VoidInput,
)
from services.transactions.receipts import hold_content

PLACE, CAPTURE, VOID = (
    "transactions.hold",
    "transactions.capture_hold",
    "transactions.void_hold",
)
_PROBLEMS = problems(400, 403, 404, 422, 503)
_ENDING_PROBLEMS = problems(400, 403, 404, 409, 422, 503)


class HoldsView(MoneyView):
    """Holds."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": PLACE}
    operation: ClassVar[str] = "hold"

    @extend_schema(
        operation_id="list_holds",
        parameters=[HoldQuery],
        responses={200: HoldPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return the holds on your accounts, the newest first; staff see those of everybody."""
        asked = read_input(HoldQuery, request.GET.dict())
        page, position = queries.list_holds(
            person_id=request.user.id,
            sees_all=request.user.may(PLACE),
            account_id=asked.get("account"),
            status=asked.get("status"),
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
            now=timezone.now(),
        )
        following = None if position is None else cursors.write_cursor(position)
        return Response(
            {
                "results": [hold_content(hold) for hold in page],
                "next": link(request, cursor=following),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="place_hold",
        parameters=[IDEMPOTENCY_KEY],
        request=HoldInput,
        responses={201: HoldOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Reserve money on a customer's account."""
        asked = read_input(HoldInput, request.data)
        return self.answer_once(request, commands.place_hold, **asked)


class HoldView(APIView):
    """One hold."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_hold", responses={200: HoldDetailOutput, **problems(404)})
    def get(self, request: Any, hold_id: UUID) -> Response:
        """Return a hold on one of your accounts; staff see any."""
        hold, captures = queries.get_hold(
            hold_id=hold_id,
            person_id=request.user.id,
            sees_all=request.user.may(PLACE),
            now=timezone.now(),
        )
        return Response(hold_content(hold) | {"captures": [str(one) for one in captures]})


class CaptureView(MoneyView):
    """Paying out of a hold."""

    permissions: ClassVar[dict[str, str]] = {"POST": CAPTURE}
    operation: ClassVar[str] = "capture"

    @extend_schema(
        operation_id="capture_hold",
        parameters=[IDEMPOTENCY_KEY],
        request=CaptureInput,
        responses={201: CaptureOutput, **_ENDING_PROBLEMS},
    )
    def post(self, request: Any, hold_id: UUID) -> HttpResponse:
        """Pay all or a part of a hold to its payee."""
        asked = read_input(CaptureInput, request.data)
        body = [str(hold_id), request.data]
        return self.answer_once(request, commands.capture_hold, body=body, hold_id=hold_id, **asked)


class VoidView(MoneyView):
    """Letting go of a hold."""

    permissions: ClassVar[dict[str, str]] = {"POST": VOID}
    operation: ClassVar[str] = "void_hold"

    @extend_schema(
        operation_id="void_hold",
        parameters=[IDEMPOTENCY_KEY],
        request=VoidInput,
        responses={201: HoldOutput, **_ENDING_PROBLEMS},
    )
    def post(self, request: Any, hold_id: UUID) -> HttpResponse:
        """Release what is left of a hold."""
        read_input(VoidInput, request.data)
        return self.answer_once(
            request, commands.void_hold, body=[str(hold_id), request.data], hold_id=hold_id
        )
