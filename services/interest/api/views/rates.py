"""The rate table over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.cached import read_cached
from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import PUBLIC, ReadByAll
from kernel.http.schema import problems
from services.interest import commands, queries
from services.interest.api.renderings import rate_content
from services.interest.api.serializers import (
    InterestRateInput,
    InterestRatePageOutput,
    InterestRateQuery,
)


class InterestRatesView(ReadByAll, APIView):
    """The rate table. A bank's rates are public, and so is their history; changing them is not."""

    permissions: ClassVar[dict[str, str]] = {"GET": PUBLIC, "POST": "interest.propose_rate"}

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
        today = timezone.now().date()

        def page() -> dict[str, Any]:
            found, following = queries.list_rates(
                account_type_code=values.get("account_type"),
                on=values.get("on"),
                cursor=cursors.read_cursor(values["cursor"]) if "cursor" in values else None,
                limit=cursors.read_limit(values.get("limit")),
            )
            return {
                "results": [rate_content(rate, today=today) for rate in found],
                "after": None if following is None else cursors.write_cursor(following),
            }

        # What everybody asks for; whoever asks for more cannot fill the cache with it.
        asked_by_all = not values or values == {"on": today}
        name = f"{today}:{'in force' if values else 'all'}"
        content = read_cached("interest-rates", name, make=page) if asked_by_all else page()
        return Response(
            {
                "results": content["results"],
                "next": link(request, cursor=content["after"]),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="propose_interest_rate",
        request=InterestRateInput,
        responses={202: WaitingOutput, **problems(400, 403, 422)},
    )
    def post(self, request: Any) -> Response:
        """Ask a second person for new terms of an account type from a day on."""
        asked = read_input(InterestRateInput, request.data)
        waiting = commands.ask_to_publish_rate(
            account_type_code=asked.pop("account_type"),
            person_id=request.user.id,
            now=timezone.now(),
            **asked,
        )
        return answer_waiting(waiting)
