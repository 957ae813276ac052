"""The API of imports. For staff."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.schema import problems
from services.accounts import commands, queries
from services.accounts.api.serializers.imports import (
    ImportInput,
    ImportOutput,
    ImportPageOutput,
    ImportQuery,
)
from services.accounts.api.uploads import SheetParser
from services.accounts.models import Import


class ImportsView(APIView):
    """Files of customers and accounts."""

    permissions: ClassVar[dict[str, str]] = {"GET": "customers.import", "POST": "customers.import"}
    parser_classes: ClassVar = [SheetParser]

    @extend_schema(
        operation_id="list_imports",
        parameters=[ImportQuery],
        responses={200: ImportPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the imports, the newest first."""
        asked = read_input(ImportQuery, request.GET.dict())
        found, following = queries.list_imports(
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [_content(each) for each in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="import_customers",
        request={"multipart/form-data": ImportInput},
        responses={202: ImportOutput, **problems(400, 403)},
    )
    def post(self, request: Any) -> Response:
        """Hand in a file; a worker carries it out, all of it or nothing. Ask for it again to see.

        With `dry_run=true` it is checked only.
        """
        asked = read_input(ImportInput, dict(request.data.items()))
        taken = commands.take_file(
            content=asked["file"].read(),
            is_dry_run=asked.get("dry_run") == "true",
            confirm_duplicates=asked.get("confirm_duplicates") == "true",
            actor_id=request.user.id,
            now=timezone.now(),
        )
        return Response(_content(taken), status=202)


class ImportView(APIView):
    """One file."""

    permissions: ClassVar[dict[str, str]] = {"GET": "customers.import"}

    @extend_schema(operation_id="get_import", responses={200: ImportOutput, **problems(403, 404)})
    def get(self, _request: Any, import_id: UUID) -> Response:
        """Return what became of a file."""
        return Response(_content(queries.get_import(import_id=import_id)))


def _content(each: Import) -> dict[str, Any]:
    values = {name: getattr(each, name) for name in ImportOutput().fields if name != "progress"}
    return dict(ImportOutput(values | {"progress": queries.import_progress(each)}).data)
