"""Reversals over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, MoneyView
from kernel.http.schema import problems
from services.transactions import commands
from services.transactions.api.serializers.reversals import ReversalInput, ReversalOutput


class ReversalView(MoneyView):
    """Undoing a transfer."""

    permissions: ClassVar[dict[str, str]] = {"POST": "transactions.reverse"}
    operation: ClassVar[str] = "reversal"

    @extend_schema(
        operation_id="reverse_transfer",
        parameters=[IDEMPOTENCY_KEY],
        request=ReversalInput,
        responses={
            201: ReversalOutput,
            202: WaitingOutput,
            **problems(400, 403, 404, 409, 422, 503),
        },
    )
    def post(self, request: Any, transfer_id: UUID) -> HttpResponse | Response:
        """Reverse a transfer; above an amount a second person must approve it (202)."""
        asked = read_input(ReversalInput, request.data)
        waiting = commands.ask_if_large(
            maker_id=request.user.id, now=timezone.now(), transfer_id=transfer_id, **asked
        )
        if waiting is not None:
            return answer_waiting(waiting)
        return self.answer_once(
            request,
            commands.reverse_transfer,
            body=[str(transfer_id), request.data],
            transfer_id=transfer_id,
            **asked,
        )
