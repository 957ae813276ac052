"""Inviting people, and being invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from allauth.core.internal import ratelimit
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.permissions import PUBLIC
from kernel.http.schema import problems
from services.auth import commands, queries
from services.auth.api.serializers.people import (
    AcceptanceInput,
    AcceptedOutput,
    InvitationInput,
    InvitationOutput,
    InvitationPageOutput,
    OpenInvitationOutput,
    PageQuery,
    PersonReasonInput,
    TokenInput,
)
from services.auth.api.views.people import PAGE, answer_page, read_page
from services.auth.models import Invitation
from services.auth.signin.origin import origin_of

# A token cannot be guessed; this keeps hashing passwords from being anybody's toy.
_RATES: Final = {"invitation": "20/m/ip"}
_WAIT_SECONDS: Final = 60


class InvitationsView(APIView):
    """Invitations, for administrators; auditors read."""

    permissions: ClassVar[dict[str, str]] = {"GET": "auth.list_people", "POST": "auth.invite"}

    @extend_schema(
        operation_id="list_invitations",
        tags=["users"],
        parameters=PAGE,
        responses={200: InvitationPageOutput, **problems(403)},
    )
    def get(self, request: Any) -> Response:
        """Return invitations, the newest first."""
        now = timezone.now()
        found, following = queries.list_invitations(**read_page(request, PageQuery))
        return answer_page(request, [_content(one, now=now) for one in found], following)

    @extend_schema(
        operation_id="invite_person",
        tags=["users"],
        request=InvitationInput,
        responses={201: InvitationOutput, 202: WaitingOutput, **problems(400, 403, 409)},
    )
    def post(self, request: Any) -> Response:
        """Invite a customer at once, or staff when a second administrator agrees."""
        asked = read_input(InvitationInput, request.data)
        now = timezone.now()
        invited = commands.invite_person(
            actor_id=request.user.id, origin=origin_of(request), now=now, **asked
        )
        if invited.request is not None:
            return answer_waiting(invited.request)
        return Response(_content(invited.invitation, now=now), status=201)


class ResendInvitationView(APIView):
    """The same invitation once more."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.invite"}

    @extend_schema(
        operation_id="resend_invitation",
        tags=["users"],
        request=None,
        responses={200: InvitationOutput, **problems(403, 404, 409)},
    )
    def post(self, request: Any, invitation_id: UUID) -> Response:
        """Mail an invitation again with a new link; the old one works no more."""
        now = timezone.now()
        invitation = commands.resend_invitation(
            invitation_id=invitation_id,
            actor_id=request.user.id,
            origin=origin_of(request),
            now=now,
        )
        return Response(_content(invitation, now=now))


class RevokeInvitationView(APIView):
    """Taking an invitation back."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.invite"}

    @extend_schema(
        operation_id="revoke_invitation",
        tags=["users"],
        request=PersonReasonInput,
        responses={200: InvitationOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, invitation_id: UUID) -> Response:
        """Let an invitation work no more."""
        asked = read_input(PersonReasonInput, request.data)
        now = timezone.now()
        invitation = commands.revoke_invitation(
            invitation_id=invitation_id, actor_id=request.user.id, now=now, **asked
        )
        return Response(_content(invitation, now=now))


class OpenInvitationView(APIView):
    """What an invitation says, for who has its link."""

    authentication_classes: ClassVar[list[Any]] = []
    permissions: ClassVar[dict[str, str]] = {"POST": PUBLIC}

    @extend_schema(
        operation_id="open_invitation",
        tags=["auth"],
        request=TokenInput,
        responses={200: OpenInvitationOutput, **problems(400, 403, 404, 429)},
    )
    def post(self, request: Any) -> Response:
        """Return whom an invitation is for. The token comes in the body: paths are logged."""
        _limit(request)
        asked = read_input(TokenInput, request.data)
        found = commands.get_invitation(now=timezone.now(), **asked)
        return Response(OpenInvitationOutput(found).data)


class AcceptInvitationView(APIView):
    """Accepting an invitation."""

    authentication_classes: ClassVar[list[Any]] = []
    permissions: ClassVar[dict[str, str]] = {"POST": PUBLIC}

    @extend_schema(
        operation_id="accept_invitation",
        tags=["auth"],
        request=AcceptanceInput,
        responses={201: AcceptedOutput, **problems(400, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Any) -> Response:
        """Choose a password; then sign in as everybody does."""
        _limit(request)
        asked = read_input(AcceptanceInput, request.data)
        user = commands.accept_invitation(origin=origin_of(request), now=timezone.now(), **asked)
        needs = queries.is_staff(user=user)
        answer = {"id": user.id, "email": user.email, "needs_authenticator": needs}
        return Response(AcceptedOutput(answer).data, status=201)


def _limit(request: Any) -> None:
    if not ratelimit.consume(request, app="identity", action="invitation", config=_RATES):
        raise Throttled(wait=_WAIT_SECONDS)


def _content(invitation: Invitation, *, now: datetime) -> dict[str, Any]:
    values = {
        "id": invitation.id,
        "email": invitation.email,
        "roles": invitation.roles,
        "person_id": invitation.person_id,
        "invited_by": invitation.invited_by,
        "status": _status(invitation, now=now),
        "created_at": invitation.created_at,
        "sent_at": invitation.sent_at,
        "expires_at": invitation.expires_at,
    }
    return dict(InvitationOutput(values).data)


def _status(invitation: Invitation, *, now: datetime) -> str:
    if invitation.revoked_at:
        return "revoked"
    if invitation.accepted_at:
        return "accepted"
    if invitation.expires_at is None:
        return "waiting_for_approval"
    return "open" if invitation.expires_at > now else "expired"
