"""Fixed deposits over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.interest import commands, queries
from services.interest.api.renderings import closing_content
from services.interest.api.serializers import (
    DepositClosingInput,
    DepositClosingOutput,
    DepositInstructionInput,
    FixedDepositInput,
    FixedDepositOutput,
    FixedDepositPageOutput,
    FixedDepositQuery,
)
from services.interest.api.views.limited import LimitedView
from services.interest.receipts import deposit_content


class DepositsView(LimitedView):
    """Fixed deposits on your accounts; the bank's own people see those of an account they name."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    operation: ClassVar[str] = "place_deposit"

    @extend_schema(
        operation_id="list_fixed_deposits",
        parameters=[FixedDepositQuery],
        responses={200: FixedDepositPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return deposits, the newest first."""
        asked = read_input(FixedDepositQuery, request.GET.dict())
        page, position = queries.list_deposits(
            person_id=request.user.id,
            for_bank=request.user.may("interest.read"),
            account_id=asked.get("account"),
            status=asked.get("status"),
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        accrued = queries.accrued_of(page, through=queries.accrued_through())
        after = None if position is None else cursors.write_cursor(position)
        return Response(
            {
                "results": [
                    deposit_content(one, accrued_nano=accrued.get(one.id, 0)) for one in page
                ],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="place_fixed_deposit",
        parameters=[IDEMPOTENCY_KEY],
        request=FixedDepositInput,
        responses={201: FixedDepositOutput, **problems(400, 403, 404, 409, 422, 503)},
    )
    def post(self, request: Any) -> HttpResponse:
        """Place a sum for the term of the account's type, at today's rate."""
        asked = read_input(FixedDepositInput, request.data)
        return self.answer_once(request, commands.place_deposit, wanted=commands.Wanted(**asked))


class DepositView(APIView):
    """One fixed deposit."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN}

    @extend_schema(
        operation_id="get_fixed_deposit", responses={200: FixedDepositOutput, **problems(404)}
    )
    def get(self, request: Any, deposit_id: UUID) -> Response:
        """Return a deposit with what it has earned so far."""
        deposit = queries.get_deposit(
            deposit_id=deposit_id,
            person_id=request.user.id,
            for_bank=request.user.may("interest.read"),
        )
        return _answer(deposit)

    @extend_schema(
        operation_id="instruct_fixed_deposit",
        request=DepositInstructionInput,
        responses={200: FixedDepositOutput, **problems(400, 403, 404, 409, 422)},
    )
    def patch(self, request: Any, deposit_id: UUID) -> Response:
        """Say what happens on the day of maturity, as long as it has not come."""
        asked = read_input(DepositInstructionInput, request.data)
        deposit = commands.instruct_deposit(
            deposit_id=deposit_id,
            person_id=request.user.id,
            at_maturity=asked["at_maturity"],
            pay_to=asked.get("pay_to"),
        )
        return _answer(deposit)


class ClosingView(LimitedView):
    """Closing a fixed deposit before its day."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    operation: ClassVar[str] = "close_deposit"

    @extend_schema(
        operation_id="preview_deposit_closing",
        responses={200: DepositClosingOutput, **problems(404, 409)},
    )
    def get(self, request: Any, deposit_id: UUID) -> Response:
        """Return what closing the deposit today would credit, cost and leave."""
        deposit = queries.get_deposit(
            deposit_id=deposit_id,
            person_id=request.user.id,
            for_bank=request.user.may("interest.read"),
        )
        today = timezone.now().date()
        if deposit.ended_at is not None or today >= deposit.maturity_date:
            raise commands.DepositOver
        ending = queries.ending_of(deposit, end_date=today)
        return Response(closing_content(deposit, ending))

    @extend_schema(
        operation_id="close_fixed_deposit",
        parameters=[IDEMPOTENCY_KEY, STEP_UP],
        request=DepositClosingInput,
        responses={201: FixedDepositOutput, **problems(400, 403, 404, 409, 422, 503)},
    )
    def post(self, request: Any, deposit_id: UUID) -> HttpResponse:
        """Close a deposit today, with a fresh factor; the interest of its last days is lost."""
        asked = read_input(DepositClosingInput, request.data)
        return self.answer_once(
            request,
            commands.close_deposit,
            body=[str(deposit_id), request.data],
            deposit_id=deposit_id,
            pay_to=asked.get("pay_to"),
            proof=proof_of(request),
        )


def _answer(deposit: Any) -> Response:
    accrued = queries.accrued_of([deposit], through=queries.accrued_through())
    return Response(deposit_content(deposit, accrued_nano=accrued.get(deposit.id, 0)))
