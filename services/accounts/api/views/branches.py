"""The API of branches."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.cached import read_cached
from kernel.http.edits import EditPageOutput, EditQuery, answer_edits
from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.permissions import PUBLIC, ReadByAll
from kernel.http.schema import problems
from services.accounts import commands, queries
from services.accounts.api.serializers.branches import (
    BranchChange,
    BranchInput,
    BranchOutput,
    BranchPageOutput,
    BranchStaffOutput,
    BranchStaffPageOutput,
)
from services.accounts.models import BranchStaff
from services.accounts.receipts import branch_content


class BranchesView(ReadByAll, APIView):
    """The offices of the bank."""

    permissions: ClassVar[dict[str, str]] = {"GET": PUBLIC, "POST": "branches.edit"}

    @extend_schema(operation_id="list_branches", responses={200: BranchPageOutput})
    def get(self, _request: Any) -> Response:
        """Return all branches."""
        return one_page(
            read_cached(
                "branches",
                "all",
                make=lambda: [branch_content(branch) for branch in queries.list_branches()],
            )
        )

    @extend_schema(
        operation_id="create_branch",
        request=BranchInput,
        responses={201: BranchOutput, **problems(400, 403, 409)},
    )
    def post(self, request: Any) -> Response:
        """Open a branch."""
        asked = read_input(BranchInput, request.data)
        branch = commands.create_branch(actor_id=request.user.id, now=timezone.now(), **asked)
        return Response(branch_content(branch), status=201)


class BranchView(ReadByAll, APIView):
    """One office."""

    permissions: ClassVar[dict[str, str]] = {"GET": PUBLIC, "PATCH": "branches.edit"}

    @extend_schema(operation_id="get_branch", responses={200: BranchOutput, **problems(404)})
    def get(self, _request: Any, branch_id: UUID) -> Response:
        """Return a branch."""
        return Response(branch_content(queries.get_branch(branch_id=branch_id)))

    @extend_schema(
        operation_id="update_branch",
        request=BranchChange,
        responses={200: BranchOutput, **problems(400, 403, 404)},
    )
    def patch(self, request: Any, branch_id: UUID) -> Response:
        """Change a branch."""
        asked = read_input(BranchChange, request.data)
        branch = commands.update_branch(
            branch_id=branch_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(branch_content(branch))


class BranchEditsView(APIView):
    """What was changed about a branch."""

    permissions: ClassVar[dict[str, str]] = {"GET": "branches.staff"}

    @extend_schema(
        operation_id="list_branch_edits",
        parameters=[EditQuery],
        responses={200: EditPageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, branch_id: UUID) -> Response:
        """Return the changes, the newest first."""
        branch = queries.get_branch(branch_id=branch_id)
        return answer_edits(
            request, service="accounts", subject_type="branch", subject_id=branch.id
        )


class BranchStaffView(APIView):
    """Who works at a branch."""

    permissions: ClassVar[dict[str, str]] = {"GET": "branches.staff"}

    @extend_schema(
        operation_id="list_branch_staff",
        responses={200: BranchStaffPageOutput, **problems(403, 404)},
    )
    def get(self, _request: Any, branch_id: UUID) -> Response:
        """Return the staff of a branch, the longest first."""
        return one_page(
            _staff_content(one) for one in queries.list_branch_staff(branch_id=branch_id)
        )


class BranchMemberView(APIView):
    """One member of staff at a branch."""

    permissions: ClassVar[dict[str, str]] = {"PUT": "branches.edit", "DELETE": "branches.edit"}

    @extend_schema(
        operation_id="assign_branch_staff",
        request=None,
        responses={200: BranchStaffOutput, **problems(403, 404)},
    )
    def put(self, request: Any, branch_id: UUID, person_id: UUID) -> Response:
        """Let somebody belong to this branch, and to no other."""
        staff = commands.assign_staff(
            branch_id=branch_id,
            person_id=person_id,
            actor_id=request.user.id,
            now=timezone.now(),
        )
        return Response(_staff_content(staff))

    @extend_schema(operation_id="release_branch_staff", responses={204: None, **problems(403, 404)})
    def delete(self, request: Any, branch_id: UUID, person_id: UUID) -> Response:
        """Let somebody belong to this branch no more."""
        commands.release_staff(
            branch_id=branch_id,
            person_id=person_id,
            actor_id=request.user.id,
            now=timezone.now(),
        )
        return Response(status=204)


def _staff_content(staff: BranchStaff) -> dict[str, Any]:
    content = {"person": staff.person_id, "branch": staff.branch_id, "since": staff.since}
    return dict(BranchStaffOutput(content).data)
