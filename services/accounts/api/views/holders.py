"""The API of who holds an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.accounts import commands, queries
from services.accounts.api.serializers.accounts import (
    AccountOutput,
    HolderInput,
    HolderPageOutput,
    InvitationPageOutput,
    OfferedOutput,
)
from services.accounts.api.views.whose import acts_for_bank
from services.accounts.models import Customer, HolderInvitation
from services.accounts.receipts import account_content, invitation_content


class HoldersView(APIView):
    """Who holds an account, and with which right."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_account_holders", responses={200: HolderPageOutput, **problems(404)}
    )
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return the holders, the owners first."""
        queries.get_account(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(request, account_id=account_id, permission="accounts.read"),
        )
        return _answer(queries.list_account_holders(account_id=account_id))

    @extend_schema(
        operation_id="set_account_holder",
        parameters=[STEP_UP],
        request=HolderInput,
        responses={
            200: HolderPageOutput,
            202: OfferedOutput,
            **problems(400, 403, 404, 409, 422),
        },
    )
    def post(self, request: Any, account_id: UUID) -> Response:
        """Give a customer a right, or another one: an owner with a fresh factor, or staff.

        What an owner gives is offered to the person, who accepts it (202); less than they had is
        set at once.
        """
        asked = read_input(HolderInput, request.data)
        holders = commands.set_holder(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(
                request, account_id=account_id, permission="accounts.set_holders"
            ),
            proof=proof_of(request),
            now=timezone.now(),
            **asked,
        )
        if isinstance(holders, HolderInvitation):
            offered = {
                "status": "waiting_for_acceptance",
                "invitation": invitation_content(holders),
            }
            return Response(offered, status=202)
        return _answer(holders)


class InvitationsView(APIView):
    """Rights on accounts that are offered to you, or by you."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="list_holder_invitations", responses={200: InvitationPageOutput})
    def get(self, request: Any) -> Response:
        """Return the open invitations, the oldest first."""
        found = commands.list_invitations(person_id=request.user.id, now=timezone.now())
        return one_page(invitation_content(one) for one in found)


class InvitationView(APIView):
    """One invitation."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": OWN}

    @extend_schema(operation_id="end_holder_invitation", responses={204: None, **problems(404)})
    def delete(self, request: Any, invitation_id: UUID) -> Response:
        """Decline an invitation, or take one of yours back."""
        commands.end_invitation(
            invitation_id=invitation_id, person_id=request.user.id, now=timezone.now()
        )
        return Response(status=204)


class AcceptInvitationView(APIView):
    """Becoming a holder."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="accept_holder_invitation",
        request=None,
        responses={200: AccountOutput, **problems(404, 409, 422)},
    )
    def post(self, request: Any, invitation_id: UUID) -> Response:
        """Take the right that is offered to you."""
        account = commands.accept_invitation(
            invitation_id=invitation_id, person_id=request.user.id, now=timezone.now()
        )
        return Response(account_content(account))


class HolderView(APIView):
    """One holder of an account."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": OWN}

    @extend_schema(
        operation_id="remove_account_holder", responses={204: None, **problems(403, 404, 422)}
    )
    def delete(self, request: Any, account_id: UUID, person_id: UUID) -> Response:
        """Take a right away, or give up your own; the last owner stays."""
        commands.remove_holder(
            account_id=account_id,
            person_id=request.user.id,
            for_bank=acts_for_bank(
                request, account_id=account_id, permission="accounts.set_holders"
            ),
            customer=person_id,
            now=timezone.now(),
        )
        return Response(status=204)


def _answer(holders: Iterable[tuple[Customer, str]]) -> Response:
    return one_page(
        {"customer": str(customer.id), "name": customer.full_name, "access": access}
        for customer, access in holders
    )
