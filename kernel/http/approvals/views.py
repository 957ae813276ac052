"""Listing and deciding the requests of a service that this process runs."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.approvals import commands, queries
from kernel.errors import NotFound
from kernel.http.approvals.renderings import request_content
from kernel.http.approvals.serializers import (
    ApprovalOutput,
    ApprovalPageOutput,
    ApprovalQuery,
    RejectionInput,
)
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems

_SERVICES: Final = [service.name for service in settings.RUNNING]
_SERVICE: Final = OpenApiParameter(
    name="service",
    location=OpenApiParameter.PATH,
    enum=_SERVICES,
    description="Each service lists and carries out its own.",
)
_ONE: Final = {200: ApprovalOutput, **problems(403, 404, 409, 503)}


class _ApprovalView(APIView):
    """Base: only the services of this process have requests here."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Check the token, then the service's name."""
        super().initial(request, *args, **kwargs)
        if kwargs["service"] not in _SERVICES:
            raise NotFound


class ApprovalsView(_ApprovalView):
    """The requests of a service: your own, and those that you may decide."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_approvals",
        tags=["approvals"],
        parameters=[_SERVICE, ApprovalQuery],
        responses={200: ApprovalPageOutput, **problems(404)},
    )
    def get(self, request: Any, service: str) -> Response:
        """Return requests, the newest first."""
        asked = read_input(ApprovalQuery, request.GET.dict())
        found, following = queries.list_requests(
            service=service,
            person_id=request.user.id,
            roles=request.user.roles,
            status=asked.get("status"),
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [request_content(one) for one in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )


class ApprovalView(_ApprovalView):
    """One request."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_approval",
        tags=["approvals"],
        parameters=[_SERVICE],
        responses={200: ApprovalOutput, **problems(404)},
    )
    def get(self, request: Any, service: str, request_id: UUID) -> Response:
        """Return a request of yours, or one that you may decide."""
        found = queries.get_request(
            request_id=request_id,
            service=service,
            person_id=request.user.id,
            roles=request.user.roles,
        )
        return Response(request_content(found))


class ApproveView(_ApprovalView):
    """Saying yes."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="approve_request",
        tags=["approvals"],
        parameters=[_SERVICE],
        request=None,
        responses=_ONE,
    )
    def post(self, request: Any, service: str, request_id: UUID) -> Response:
        """Approve a request: it is carried out at once, and fails if the rules refuse it now."""
        decided = commands.approve(
            request_id=request_id,
            service=service,
            checker_id=request.user.id,
            checker_roles=request.user.roles,
            now=timezone.now(),
        )
        return Response(request_content(decided))


class RejectView(_ApprovalView):
    """Saying no."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="reject_request",
        tags=["approvals"],
        parameters=[_SERVICE],
        request=RejectionInput,
        responses=_ONE,
    )
    def post(self, request: Any, service: str, request_id: UUID) -> Response:
        """Reject a request, with a reason for its maker."""
        asked = read_input(RejectionInput, request.data)
        decided = commands.reject(
            request_id=request_id,
            service=service,
            checker_id=request.user.id,
            checker_roles=request.user.roles,
            reason=asked["reason"],
            now=timezone.now(),
        )
        return Response(request_content(decided))


class WithdrawView(_ApprovalView):
    """Taking it back."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="withdraw_request",
        tags=["approvals"],
        parameters=[_SERVICE],
        request=None,
        responses={200: ApprovalOutput, **problems(404, 409, 503)},
    )
    def post(self, request: Any, service: str, request_id: UUID) -> Response:
        """Take back a request of your own that still waits."""
        withdrawn = commands.withdraw(
            request_id=request_id,
            service=service,
            maker_id=request.user.id,
            now=timezone.now(),
        )
        return Response(request_content(withdrawn))
