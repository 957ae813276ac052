"""The API of what happens to accounts: decisions, freezes, overdraft, closing."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.approvals.models import Request
from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.accounts import commands
from services.accounts.api.serializers.accounts import (
    AccountOutput,
    ClosingInput,
    FreezeInput,
    OverdraftInput,
    ReactivationInput,
    RejectionReasonInput,
    UnfreezeInput,
)
from services.accounts.api.views.whose import acts_for_bank
from services.accounts.queries import CustomerAccount
from services.accounts.receipts import account_content, application_content

_ANSWERS: Final = {200: AccountOutput, **problems(400, 403, 404, 409, 422)}


class ApproveAccountView(APIView):
    """Saying yes to an application."""

    permissions: ClassVar[dict[str, str]] = {"POST": "accounts.decide"}

    @extend_schema(operation_id="approve_account", request=None, responses=_ANSWERS)
    def post(self, request: Any, account_id: UUID) -> Response:
        """Open the account that a customer applied for."""
        opened = commands.approve_application(
            account_id=account_id, actor_id=request.user.id, now=timezone.now()
        )
        return Response(account_content(opened))


class RejectAccountView(APIView):
    """Saying no to an application."""

    permissions: ClassVar[dict[str, str]] = {"POST": "accounts.decide"}

    @extend_schema(operation_id="reject_account", request=RejectionReasonInput, responses=_ANSWERS)
    def post(self, request: Any, account_id: UUID) -> Response:
        """Reject an application."""
        asked = read_input(RejectionReasonInput, request.data)
        rejected = commands.reject_application(
            account_id=account_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(application_content(rejected))


class FreezeAccountView(APIView):
    """Stopping an account."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(operation_id="freeze_account", request=FreezeInput, responses=_ANSWERS)
    def post(self, request: Any, account_id: UUID) -> Response:
        """Stop the debits of an account of yours; staff stop anybody's, and everything."""
        asked = read_input(FreezeInput, request.data)
        frozen = commands.freeze_account(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(request, account_id=account_id, permission="accounts.freeze"),
            now=timezone.now(),
            **asked,
        )
        return Response(account_content(frozen))


class UnfreezeAccountView(APIView):
    """Letting an account go again."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(operation_id="unfreeze_account", request=UnfreezeInput, responses=_ANSWERS)
    def post(self, request: Any, account_id: UUID) -> Response:
        """Lift your own freeze; staff lift the bank's. What the other side stopped stays so."""
        asked = read_input(UnfreezeInput, request.data)
        lifted = commands.unfreeze_account(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(request, account_id=account_id, permission="accounts.freeze"),
            now=timezone.now(),
            **asked,
        )
        return Response(account_content(lifted))


class ReactivateAccountView(APIView):
    """Using a dormant account again."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="reactivate_account",
        parameters=[STEP_UP],
        request=ReactivationInput,
        responses=_ANSWERS,
    )
    def post(self, request: Any, account_id: UUID) -> Response:
        """Let a dormant account be used again: yours with a fresh factor, or as staff."""
        asked = read_input(ReactivationInput, request.data)
        active = commands.reactivate_account(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(
                request, account_id=account_id, permission="accounts.reactivate"
            ),
            proof=proof_of(request),
            now=timezone.now(),
            **asked,
        )
        return Response(account_content(active))


class CloseAccountView(APIView):
    """Closing an account."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="close_account",
        parameters=[STEP_UP],
        request=ClosingInput,
        responses={202: WaitingOutput, **_ANSWERS, **problems(503)},
    )
    def post(self, request: Any, account_id: UUID) -> Response:
        """Close an account that nothing needs any more, and pay out what is left if asked to.

        Paying out needs a fresh factor of the owner, and from staff a second person (202).
        """
        asked = read_input(ClosingInput, request.data)
        done = commands.close_account(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(request, account_id=account_id, permission="accounts.close"),
            proof=proof_of(request),
            now=timezone.now(),
            **asked,
        )
        return _answer(done)


class OverdraftView(APIView):
    """How far an account may be overdrawn."""

    permissions: ClassVar[dict[str, str]] = {"POST": "accounts.overdraft"}

    @extend_schema(
        operation_id="set_overdraft",
        request=OverdraftInput,
        responses={202: WaitingOutput, **_ANSWERS},
    )
    def post(self, request: Any, account_id: UUID) -> Response:
        """Lower an overdraft, or ask a second person to raise it (202)."""
        asked = read_input(OverdraftInput, request.data)
        acts_for_bank(request, account_id=account_id, permission="accounts.overdraft")
        done = commands.set_overdraft(
            account_id=account_id, person_id=request.user.id, now=timezone.now(), **asked
        )
        return _answer(done)


def _answer(done: CustomerAccount | Request) -> Response:
    if isinstance(done, Request):
        return answer_waiting(done)
    return Response(account_content(done))
