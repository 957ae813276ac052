"""Standing orders over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.errors import Invalid
from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, OnceView
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.transactions import commands, queries
from services.transactions.api.renderings import execution_content, upcoming_content
from services.transactions.api.serializers.standing_orders import (
    ORDER_STATES,
    ExecutionPageOutput,
    SkipInput,
    StandingOrderChangeInput,
    StandingOrderInput,
    StandingOrderOutput,
    StandingOrderPageOutput,
    UpcomingListOutput,
)
from services.transactions.api.views.payees import PAGE
from services.transactions.receipts import order_content
from services.transactions.schedules import Schedule

_RHYTHM = ("frequency", "first_date", "interval", "day_of_month", "end_date", "max_executions")
_DAYS = 30
_MOST_DAYS = 366


class StatusInvalid(Invalid):
    """`status` is active, paused, completed or cancelled."""


class DaysInvalid(Invalid):
    """`days` is a whole number from 1 to 366."""


class StandingOrdersView(OnceView):
    """Your standing orders and scheduled payments."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    operation: ClassVar[str] = "order_payment"

    @extend_schema(
        operation_id="list_standing_orders",
        parameters=[OpenApiParameter("status", str, enum=ORDER_STATES), *PAGE],
        responses={200: StandingOrderPageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return your standing orders, the newest first."""
        status, cursor = request.GET.get("status"), request.GET.get("cursor")
        if status is not None and status not in ORDER_STATES:
            raise StatusInvalid(field="status")
        page, position = queries.list_standing_orders(
            person_id=request.user.id,
            status=status,
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        return _page(request, [order_content(order) for order in page], position)

    @extend_schema(
        operation_id="order_payment",
        parameters=[IDEMPOTENCY_KEY, STEP_UP],
        request=StandingOrderInput,
        responses={201: StandingOrderOutput, **problems(400, 403, 404, 422, 503)},
    )
    def post(self, request: Any) -> HttpResponse:
        """Order a payment for later: once on a date, or again and again."""
        asked = read_input(StandingOrderInput, request.data)
        rhythm = {name: asked.pop(name) for name in _RHYTHM if name in asked}
        wanted = commands.Wanted(
            payee_id=asked.pop("payee", None), schedule=Schedule(**rhythm), **asked
        )
        return self.answer_once(
            request, commands.order_payment, wanted=wanted, proof=proof_of(request)
        )


class StandingOrderView(APIView):
    """One standing order."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(
        operation_id="get_standing_order", responses={200: StandingOrderOutput, **problems(404)}
    )
    def get(self, request: Any, order_id: UUID) -> Response:
        """Return one of your standing orders."""
        order = queries.get_standing_order(person_id=request.user.id, order_id=order_id)
        return Response(order_content(order))

    @extend_schema(
        operation_id="change_standing_order",
        parameters=[STEP_UP],
        request=StandingOrderChangeInput,
        responses={200: StandingOrderOutput, **problems(400, 403, 404, 409, 422)},
    )
    def patch(self, request: Any, order_id: UUID) -> Response:
        """Change an order from its next day on."""
        asked = read_input(StandingOrderChangeInput, request.data)
        order = commands.change_order(
            person_id=request.user.id,
            order_id=order_id,
            changes=commands.Changes(**asked),
            proof=proof_of(request),
            now=timezone.now(),
        )
        return Response(order_content(order))

    @extend_schema(
        operation_id="cancel_standing_order",
        responses={200: StandingOrderOutput, **problems(404, 409)},
    )
    def delete(self, request: Any, order_id: UUID) -> Response:
        """Cancel an order. Its history stays."""
        order = commands.cancel_order(
            person_id=request.user.id, order_id=order_id, now=timezone.now()
        )
        return Response(order_content(order))


class SkipView(APIView):
    """Leaving one day out."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="skip_standing_order",
        request=SkipInput,
        responses={200: StandingOrderOutput, **problems(400, 404, 409, 422)},
    )
    def post(self, request: Any, order_id: UUID) -> Response:
        """Leave out one day of an order."""
        asked = read_input(SkipInput, request.data)
        order = commands.skip_order_once(
            person_id=request.user.id, order_id=order_id, day=asked["date"], now=timezone.now()
        )
        return Response(order_content(order))


class PauseView(APIView):
    """Stopping for a while."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="pause_standing_order",
        request=None,
        responses={200: StandingOrderOutput, **problems(404, 409)},
    )
    def post(self, request: Any, order_id: UUID) -> Response:
        """Stop an order until you resume it."""
        order = commands.pause_order(
            person_id=request.user.id, order_id=order_id, now=timezone.now()
        )
        return Response(order_content(order))


class ResumeView(APIView):
    """Going on."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="resume_standing_order",
        request=None,
        responses={200: StandingOrderOutput, **problems(404, 409, 422)},
    )
    def post(self, request: Any, order_id: UUID) -> Response:
        """Go on with an order from today; what passed meanwhile is not made up."""
        order = commands.resume_order(
            person_id=request.user.id, order_id=order_id, now=timezone.now()
        )
        return Response(order_content(order))


class ExecutionsView(APIView):
    """The history of an order."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_standing_order_executions",
        parameters=PAGE,
        responses={200: ExecutionPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, order_id: UUID) -> Response:
        """Return what became of an order, the latest day first."""
        order = queries.get_standing_order(person_id=request.user.id, order_id=order_id)
        cursor = request.GET.get("cursor")
        page, position = queries.list_executions(
            order=order,
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        results = [execution_content(one, currency=order.currency) for one in page]
        return _page(request, results, position)


class UpcomingView(APIView):
    """What comes next."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_upcoming_payments",
        parameters=[OpenApiParameter("days", int, description="1 to 366; 30 by default.")],
        responses={200: UpcomingListOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return what your orders will pay in the next days, the earliest first."""
        upcoming = queries.list_upcoming(
            person_id=request.user.id,
            today=queries.day_of(timezone.now()),
            days=_read_days(request.GET.get("days")),
        )
        results = [upcoming_content(one) for one in upcoming]
        return Response({"results": results, "next": None, "previous": None})


def _read_days(text: str | None) -> int:
    if text is None:
        return _DAYS
    if not text.isascii() or not text.isdigit() or len(text) > 3:  # noqa: PLR2004
        raise DaysInvalid(field="days")
    if not 1 <= int(text) <= _MOST_DAYS:
        raise DaysInvalid(field="days")
    return int(text)


def _page(request: Any, results: list[dict[str, Any]], position: list[Any] | None) -> Response:
    following = None if position is None else cursors.write_cursor(position)
    return Response({"results": results, "next": link(request, cursor=following), "previous": None})
