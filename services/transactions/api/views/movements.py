"""Moving money over HTTP. Hop 2 of the six: token, input, one command, answer."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, MoneyView
from kernel.http.schema import problems
from kernel.ledger.queries import get_transfer
from services.transactions import commands
from services.transactions.api.renderings import transfer_content
from services.transactions.api.serializers import (
    CashInput,
    CashOutput,
    TransferInput,
    TransferOutput,
)

_PROBLEMS = problems(400, 403, 404, 422, 503)


class DepositsView(MoneyView):
    """Cash in."""

    operation: ClassVar[str] = "deposit"

    @extend_schema(
        operation_id="deposit_money",
        parameters=[IDEMPOTENCY_KEY],
        request=CashInput,
        responses={201: CashOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Pay cash into one of your accounts."""
        asked = read_input(CashInput, request.data)
        return self.answer_once(request, commands.deposit_money, **asked)


class WithdrawalsView(MoneyView):
    """Cash out."""

    operation: ClassVar[str] = "withdrawal"

    @extend_schema(
        operation_id="withdraw_money",
        parameters=[IDEMPOTENCY_KEY],
        request=CashInput,
        responses={201: CashOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Take cash out of one of your accounts."""
        asked = read_input(CashInput, request.data)
        return self.answer_once(request, commands.withdraw_money, **asked)


class TransfersView(MoneyView):
    """Account to account."""

    operation: ClassVar[str] = "transfer"

    @extend_schema(
        operation_id="transfer_money",
        parameters=[IDEMPOTENCY_KEY],
        request=TransferInput,
        responses={201: TransferOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Move money from one of your accounts to any account of the bank."""
        asked = read_input(TransferInput, request.data)
        return self.answer_once(request, commands.transfer_money, **asked)


class TransferView(APIView):
    """One transfer."""

    @extend_schema(operation_id="get_transfer", responses={200: TransferOutput, **problems(404)})
    def get(self, request: Any, transfer_id: UUID) -> Response:
        """Return a transfer that one of your accounts took part in."""
        transfer = get_transfer(transfer_id=transfer_id, person_id=request.user.id)
        return Response(transfer_content(transfer))
