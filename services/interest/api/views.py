"""The interest API: one class per path, one command or query per operation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.pages import link
from services.interest import queries
from services.interest.api.renderings import rate_content
from services.interest.api.serializers import InterestRatePageOutput, InterestRateQuery


class InterestRatesView(APIView):
    """The rate table. Open to everybody: a bank's rates are public, and so is their history."""

    authentication_classes: ClassVar[list[Any]] = []
    permission_classes: ClassVar[list[Any]] = []

    @extend_schema(
        operation_id="list_interest_rates",
        parameters=[InterestRateQuery],
        responses={200: InterestRatePageOutput},
    )
    def get(self, request: Any) -> Response:
        """Return the history of rates, the newest first, or with `on` those in force on a day."""
        asked = InterestRateQuery(data=request.GET.dict())
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        found, following = queries.list_rates(
            account_type_code=values.get("account_type"),
            on=values.get("on"),
            cursor=cursors.read_cursor(values["cursor"]) if "cursor" in values else None,
            limit=cursors.read_limit(values.get("limit")),
        )
        after = None if following is None else cursors.write_cursor(following)
        today = timezone.now().date()
        return Response(
            {
                "results": [rate_content(rate, today=today) for rate in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )
