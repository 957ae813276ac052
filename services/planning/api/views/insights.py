"""Insights and exchange rates over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.errors import Invalid
from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.renderings import insights_content, page_content, rate_content
from services.planning.api.serializers.insights import (
    InsightsOutput,
    InsightsQuery,
    RatePageOutput,
    RatesInput,
    RatesKeptOutput,
)
from services.planning.api.whose import READ, query_of, whose

_YEAR: Final = timedelta(days=364)


class PeriodInvalid(Invalid):
    """A period ends on the day on which it begins, or later."""


class InsightsView(APIView):
    """What your records come to."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_insights",
        parameters=[InsightsQuery],
        responses={200: InsightsOutput, **problems(400, 404, 503)},
    )
    def get(self, request: Any) -> Response:
        """Return all figures of a period, added up in the database."""
        asked = read_input(InsightsQuery, query_of(request))
        now = timezone.now()
        to_date = asked.get("to_date", now.date())
        from_date = asked.get("from_date", to_date - min(_YEAR, to_date - to_date.min))
        if from_date > to_date:
            raise PeriodInvalid(field="from_date")
        owner = whose(request, owner=asked.get("owner"), what="insights", now=now, permission=READ)
        planner = commands.start_planning(person_id=owner, now=now)
        found = queries.get_insights(
            person_id=owner,
            currency=commands.known_currency(asked.get("currency", planner.currency)),
            from_date=from_date,
            to_date=to_date,
        )
        return Response(insights_content(found))


class RatesView(APIView):
    """What a euro buys."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": "planning.set_rates"}

    @extend_schema(operation_id="list_exchange_rates", responses={200: RatePageOutput})
    def get(self, request: Any) -> Response:  # noqa: ARG002
        """Return the rates of the latest day."""
        rates = queries.list_rates(day=timezone.now().date())
        return Response(page_content(rate_content(rate) for rate in rates))

    @extend_schema(
        operation_id="import_exchange_rates",
        request=RatesInput,
        responses={201: RatesKeptOutput, **problems(400, 403)},
    )
    def post(self, request: Any) -> Response:
        """Keep the rates of each day of a document; a day is replaced. For administrators."""
        asked = read_input(RatesInput, request.data)
        count = commands.import_rates(document=asked["document"])
        return Response({"count": count}, status=201)
