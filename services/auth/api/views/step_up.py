"""A fresh factor for something that matters."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.auth import queries
from services.auth.api.serializers.step_up import (
    ApprovalTokenOutput,
    StepUpAnswerInput,
    StepUpInput,
    StepUpOutput,
)
from services.auth.models import StepUpMethod
from services.auth.signin import step_up
from services.auth.signin.origin import origin_of


class StepUpsView(APIView):
    """Asking for a fresh factor."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="start_step_up",
        tags=["auth"],
        request=StepUpInput,
        responses={201: StepUpOutput, **problems(400, 429)},
    )
    def post(self, request: Any) -> Response:
        """Ask to approve exactly this; without authenticator and passkey, a code is mailed."""
        asked = read_input(StepUpInput, request.data)
        user = queries.get_user(person_id=request.user.id)
        question = step_up.ask(user=user, now=timezone.now(), **asked)
        return Response(StepUpOutput(question).data, status=201)


class StepUpView(APIView):
    """Answering with a fresh factor."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="prove_step_up",
        tags=["auth"],
        request=StepUpAnswerInput,
        responses={200: ApprovalTokenOutput, **problems(400, 404, 409)},
    )
    def post(self, request: Any, step_up_id: UUID) -> Response:
        """Return the approval for a right code or passkey; five tries in five minutes."""
        asked = read_input(StepUpAnswerInput, request.data)
        user = queries.get_user(person_id=request.user.id)
        approval = step_up.answer(
            user=user,
            step_up_id=step_up_id,
            method=StepUpMethod(asked.pop("method")),
            origin=origin_of(request),
            now=timezone.now(),
            **asked,
        )
        answer = {"approval": approval, "expires_in": step_up.APPROVAL_SECONDS}
        return Response(ApprovalTokenOutput(answer).data)
