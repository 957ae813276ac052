"""Limits and prices over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.transactions import commands, queries
from services.transactions.api.renderings import fee_content, limit_content
from services.transactions.api.serializers.payees import (
    FeeListOutput,
    LimitInput,
    LimitListOutput,
    LimitOutput,
)


class LimitsView(APIView):
    """What you may pay to others."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="list_limits", responses={200: LimitListOutput})
    def get(self, request: Any) -> Response:
        """Return your limits with what was used and what is left."""
        found = queries.list_limits(person_id=request.user.id, now=timezone.now())
        results = [limit_content(state) for state in found]
        return Response({"results": results, "next": None, "previous": None})


class LimitView(APIView):
    """One limit."""

    permissions: ClassVar[dict[str, str]] = {"PUT": OWN}

    @extend_schema(
        operation_id="change_limit",
        parameters=[STEP_UP],
        request=LimitInput,
        responses={200: LimitOutput, **problems(400, 403, 404)},
    )
    def put(self, request: Any, limit_id: UUID) -> Response:
        """Set one of your limits. Raising it needs a fresh factor, lowering it none."""
        asked = read_input(LimitInput, request.data)
        state = commands.change_limit(
            person_id=request.user.id,
            limit_id=limit_id,
            proof=proof_of(request),
            now=timezone.now(),
            **asked,
        )
        return Response(limit_content(state))


class FeesView(APIView):
    """The price list."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="list_fees", responses={200: FeeListOutput})
    def get(self, request: Any) -> Response:  # noqa: ARG002
        """Return what each product costs today."""
        found = queries.list_fees(day=queries.day_of(timezone.now()))
        results = [fee_content(terms, fee) for terms, fee in found]
        return Response({"results": results, "next": None, "previous": None})
