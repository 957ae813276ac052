"""Moving money over HTTP. Hop 2 of the six: token, input, one command, answer."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, MoneyView
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from kernel.ledger.queries import get_transfer
from services.transactions import commands
from services.transactions.api.renderings import transfer_content
from services.transactions.api.serializers import (
    CashOutput,
    DepositInput,
    TransferInput,
    TransferOutput,
    WithdrawalInput,
)
from services.transactions.origins import STAFF_CHANNELS, Counter

_PROBLEMS = problems(400, 403, 404, 422, 503)
_SHOWN_DIGITS: Final = 4


class DepositsView(MoneyView):
    """Cash in."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    operation: ClassVar[str] = "deposit"

    @extend_schema(
        operation_id="deposit_money",
        parameters=[IDEMPOTENCY_KEY],
        request=DepositInput,
        responses={201: CashOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Pay cash into one of your accounts, or at the counter into a customer's."""
        asked = read_input(DepositInput, request.data)
        if "card_number" in asked:
            # What is kept of a request, its hash, must not be made of a card's number.
            request.data["card_number"] = asked["card_number"][-_SHOWN_DIGITS:]
        counter = _counter(request, asked)
        return self.answer_once(request, commands.deposit_money, counter=counter, **asked)


class WithdrawalsView(MoneyView):
    """Cash out."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    operation: ClassVar[str] = "withdrawal"

    @extend_schema(
        operation_id="withdraw_money",
        parameters=[IDEMPOTENCY_KEY],
        request=WithdrawalInput,
        responses={201: CashOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Take cash out of one of your accounts, or at the counter out of a customer's."""
        asked = read_input(WithdrawalInput, request.data)
        counter = _counter(request, asked)
        return self.answer_once(request, commands.withdraw_money, counter=counter, **asked)


class TransfersView(MoneyView):
    """Account to account."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    operation: ClassVar[str] = "transfer"

    @extend_schema(
        operation_id="transfer_money",
        parameters=[IDEMPOTENCY_KEY, STEP_UP],
        request=TransferInput,
        responses={201: TransferOutput, **_PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        """Move money from one of your accounts to any account of the bank, or to a payee."""
        asked = read_input(TransferInput, request.data)
        proof = proof_of(request)
        return self.answer_once(request, commands.transfer_money, proof=proof, **asked)


class TransferView(APIView):
    """One transfer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_transfer", responses={200: TransferOutput, **problems(404)})
    def get(self, request: Any, transfer_id: UUID) -> Response:
        """Return a transfer that one of your accounts took part in."""
        transfer = get_transfer(transfer_id=transfer_id, person_id=request.user.id)
        return Response(transfer_content(transfer))


def _counter(request: Any, asked: dict[str, Any]) -> Counter:
    """Return where the cash is paid, taken out of what was asked.

    Raises:
        PermissionDenied: only staff of the counter may say that they are it.

    """
    channel, branch = asked.pop("channel", "self_service"), asked.pop("branch", "")
    if channel not in STAFF_CHANNELS:
        return Counter(channel=channel)
    if not request.user.may("transactions.teller"):
        raise PermissionDenied
    return Counter(channel=channel, branch=branch, teller_id=request.user.id)
