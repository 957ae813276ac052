"""Declined attempts over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.queries import Declined
from services.transactions import queries
from services.transactions.api.renderings import instant
from services.transactions.api.serializers.webhooks import DeclinedPageOutput, DeclinedQuery


class DeclinedView(APIView):
    """What was asked for and declined."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_declined",
        parameters=[DeclinedQuery],
        responses={200: DeclinedPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return your declined attempts, the newest first.

        Of another `person`, or of `everybody`, to staff (`transactions.read_any`).
        """
        asked = read_input(DeclinedQuery, request.GET.dict())
        own = request.user.id
        person_id = None if "everybody" in asked else asked.get("person", own)
        if person_id != own and not request.user.may("transactions.read_any"):
            raise PermissionDenied
        page, position = queries.list_declined(
            person_id=person_id,
            for_bank=person_id != own,
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        following = None if position is None else cursors.write_cursor(position)
        return Response(
            {
                "results": [_content(attempt) for attempt in page],
                "next": link(request, cursor=following),
                "previous": None,
            }
        )


def _content(attempt: Declined) -> dict[str, Any]:
    is_named = attempt.account_id is not None and attempt.account_number
    return {
        "id": str(attempt.id),
        "person": None if attempt.actor_id is None else str(attempt.actor_id),
        "operation": attempt.operation,
        "code": attempt.code,
        "reason": attempt.detail,
        "account": {"id": str(attempt.account_id), "number": attempt.account_number}
        if is_named
        else None,
        "amount": attempt.amount,
        "currency": attempt.currency,
        "declined_at": instant(attempt.refused_at),
    }
