"""A view that is carried out once: one idempotency key, one command, one answer, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.views import APIView

from kernel.errors import BankError, TryAgain
from kernel.ledger import commands as ledger
from kernel.ledger.metrics import transfers_total
from kernel.ledger.records import Answer, MoneyRequest

IDEMPOTENCY_KEY = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    type={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    description="One per intent, made and kept by the client; the same key is never paid twice.",
)


class OnceView(APIView):
    """Base of the views whose request is carried out once, however often it is sent."""

    operation: ClassVar[str]

    def answer_once(
        self, request: Any, command: Callable[..., Answer], **values: Any
    ) -> HttpResponse:
        """Call a money command with the request's key and return its stored or fresh answer."""
        now = timezone.now()
        money_request = MoneyRequest.make(
            actor_id=request.user.id,
            operation=self.operation,
            key=request.META.get("HTTP_IDEMPOTENCY_KEY"),
            body=request.data,
        )
        answer = self.carry_out(command, request=money_request, now=now, **values)
        response = HttpResponse(answer.body, status=201, content_type="application/json")
        if answer.replayed:
            response["Idempotency-Replayed"] = "true"
        return response

    def carry_out(
        self, command: Callable[..., Answer], *, request: MoneyRequest, now: datetime, **values: Any
    ) -> Answer:
        """Call the command."""
        return command(request=request, now=now, **values)


class MoneyView(OnceView):
    """Base of the views that move money: counts outcomes and remembers refusals."""

    def carry_out(
        self, command: Callable[..., Answer], *, request: MoneyRequest, now: datetime, **values: Any
    ) -> Answer:
        """Call the command, count what became of it, and keep what was declined."""
        try:
            answer = command(request=request, now=now, **values)
        except TryAgain as failure:
            transfers_total.labels(self.operation, "failed", failure.code).inc()
            raise
        except BankError as refusal:
            ledger.record_refusal(request=request, refusal=refusal, now=now)
            raise
        transfers_total.labels(
            self.operation, "replayed" if answer.replayed else "posted", ""
        ).inc()
        return answer
