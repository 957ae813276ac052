"""Why a balance is what it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.money import format_amount
from services.transactions import queries
from services.transactions.api.renderings import instant, transaction_content
from services.transactions.api.serializers.statements import BalanceExplanationOutput
from services.transactions.api.views.reads import AT, VALUE_DATE, accounts_of, asked_moment

log = structlog.get_logger(__name__)


class ExplanationView(APIView):
    """The movements behind a balance."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="explain_balance",
        parameters=[
            AT,
            VALUE_DATE,
            OpenApiParameter("limit", int),
            OpenApiParameter("cursor", str),
        ],
        responses={200: BalanceExplanationOutput, **problems(400, 404)},
    )
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return the checkpoint, the movements since, the newest first, and what they come to."""
        at = asked_moment(request) or timezone.now()
        limit = cursors.read_limit(request.GET.get("limit"))
        text = request.GET.get("cursor")
        (account,) = accounts_of(request, account_id=account_id, what="balance")
        found, position = queries.explain_balance(
            account_id=account_id,
            at=at,
            cursor=None if text is None else cursors.read_cursor(text),
            limit=limit,
        )
        if not found.adds_up:
            log.error("balance.not_explained", account_id=str(account_id))
        currency = account.currency
        following = None if position is None else cursors.write_cursor(position)
        return Response(
            {
                "account": str(account_id),
                "currency": currency,
                "as_of": instant(at) if isinstance(at, datetime) else at.isoformat(),
                "balance": format_amount(found.balance_minor, currency=currency),
                "opening_balance": format_amount(found.opening_minor, currency=currency),
                "moved": format_amount(found.moved_minor, currency=currency),
                "adds_up": found.adds_up,
                "results": [transaction_content(one) for one in found.movements],
                "next": link(request, cursor=following),
                "previous": None,
            }
        )
