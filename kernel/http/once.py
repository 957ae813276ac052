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
from kernel.http.limits import count_money_call
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
        self, request: Any, command: Callable[..., Answer], body: object = None, **values: Any
    ) -> HttpResponse:
        """Call a money command with the request's key and return its stored or fresh answer.

        `body` is what the request says, when that is more than what it carries: the id in its path,
        say. Equal keys with another body are another request.
        """
        now = timezone.now()
        money_request = MoneyRequest.make(
            actor_id=request.user.id,
            operation=self.operation,
            key=request.META.get("HTTP_IDEMPOTENCY_KEY"),
            body=request.data if body is None else body,
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
    """Base of the views that move money: limits calls, counts outcomes, remembers refusals."""

    # BankSchema says that the operation can be answered with 429.
    is_limited: ClassVar[bool] = True

    def carry_out(
        self, command: Callable[..., Answer], *, request: MoneyRequest, now: datetime, **values: Any
    ) -> Answer:
        """Call the command, count what became of it, and keep what was declined.

        Raises:
            Throttled: this person has asked too often today.

        """
        count_money_call(person_id=request.actor_id, now=now)
        try:
            answer = command(request=request, now=now, **values)
        except TryAgain as failure:
            transfers_total.labels(self.operation, "failed", failure.code).inc()
            raise
        except BankError as refusal:
            # People are told on the other channels too: it may not have been them.
            ledger.record_refusal(
                request=request, refusal=refusal, wanted=self.request.data, tell=True, now=now
            )
            raise
        transfers_total.labels(
            self.operation, "replayed" if answer.replayed else "posted", ""
        ).inc()
        return answer
