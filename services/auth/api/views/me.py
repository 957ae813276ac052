"""The signed-in person."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.auth import queries
from services.auth.api.serializers import MeOutput


class MeView(APIView):
    """The signed-in person."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_me", tags=["auth"], responses={200: MeOutput, **problems(401)})
    def get(self, request: Any) -> Response:
        """Return what the bank knows of the person who asks."""
        person, asking = queries.get_person(person_id=request.user.id), request.user
        values = asdict(person) | {
            "roles": [role for role in person.roles if role in asking.roles],
            "staff_roles_held_back": queries.are_held_back(person.roles, amr=asking.amr),
        }
        return Response(MeOutput(values).data)
