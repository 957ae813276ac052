"""What an account earns, has earned, and would earn, over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY
from kernel.http.permissions import OWN, PUBLIC
from kernel.http.schema import problems
from services.interest import commands, queries
from services.interest.api.renderings import (
    earned_content,
    explained_content,
    projection_content,
)
from services.interest.api.serializers import (
    ExplainQuery,
    ExplanationOutput,
    InterestOutput,
    InterestQuery,
    InterestSettlementInput,
    InterestSettlementOutput,
    ProjectionOutput,
    ProjectionQuery,
)
from services.interest.api.views.limited import LimitedView


class InterestView(APIView):
    """The interest of an account: its holders', and the bank's own people's who may look."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_interest",
        parameters=[InterestQuery],
        responses={200: InterestOutput, **problems(404)},
    )
    def get(self, request: Any) -> Response:
        """Return what has accrued, when it is credited next, and a year's months."""
        asked = read_input(InterestQuery, request.GET.dict())
        earned = queries.get_earned(
            account_id=asked["account"],
            person_id=request.user.id,
            for_bank=request.user.may("interest.read"),
            today=timezone.now().date(),
        )
        return Response(earned_content(earned))


class ExplainView(APIView):
    """Every number of an account's interest, day by day."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="explain_interest",
        parameters=[ExplainQuery],
        responses={200: ExplanationOutput, **problems(404)},
    )
    def get(self, request: Any) -> Response:
        """Return for each day of up to a year the balance, the rate, the factor and the sum."""
        asked = read_input(ExplainQuery, request.GET.dict())
        account, days = queries.explain(
            account_id=asked["account"],
            person_id=request.user.id,
            for_bank=request.user.may("interest.read"),
            first=asked["from"],
            last=asked["to"],
        )
        return Response(
            {
                "account": str(account.id),
                "currency": account.currency,
                "days": [explained_content(day, currency=account.currency) for day in days],
            }
        )


class SettlementsView(LimitedView):
    """Booking the interest of an account now, before its period ends: for closing it."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    operation: ClassVar[str] = "settle_interest"

    @extend_schema(
        operation_id="settle_interest",
        parameters=[IDEMPOTENCY_KEY],
        request=InterestSettlementInput,
        responses={201: InterestSettlementOutput, **problems(400, 403, 404, 409, 422, 503)},
    )
    def post(self, request: Any) -> HttpResponse:
        """Credit what has accrued and charge what is owed; the account may be closed then."""
        asked = read_input(InterestSettlementInput, request.data)
        return self.answer_once(
            request,
            commands.settle_interest,
            account_id=asked["account"],
            for_bank=request.user.may("interest.settle"),
        )


class ProjectionsView(APIView):
    """What an amount would earn. Open to everybody, as the rates are."""

    permissions: ClassVar[dict[str, str]] = {"GET": PUBLIC}
    authentication_classes: ClassVar[list[Any]] = []

    @extend_schema(
        operation_id="project_interest",
        parameters=[ProjectionQuery],
        responses={200: ProjectionOutput, **problems(404)},
    )
    def get(self, request: Any) -> Response:
        """Return what an amount that nobody touches earns from today at today's rate."""
        asked = read_input(ProjectionQuery, request.GET.dict())
        rate, amount_minor, found = queries.project_amount(
            account_type_code=asked["account_type"],
            amount=asked["amount"],
            currency=asked["currency"],
            days=asked["days"],
            today=timezone.now().date(),
        )
        return Response(
            projection_content(
                found,
                rate=rate,
                amount_minor=amount_minor,
                days=asked["days"],
                currency=asked["currency"],
            )
        )
