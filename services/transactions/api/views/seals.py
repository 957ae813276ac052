"""The seals of closed business days, and receipts that lead to them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.cursors import CursorInvalid
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.queries import get_receipt, list_seals
from services.transactions.api.serializers.seals import ReceiptOutput, SealPageOutput


class ReceiptView(APIView):
    """A transfer's receipt."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_receipt", responses={200: ReceiptOutput, **problems(404)})
    def get(self, request: Any, transfer_id: UUID) -> Response:
        """Return the receipt of a transfer that one of your accounts took part in."""
        return Response(get_receipt(transfer_id=transfer_id, person_id=request.user.id))


class SealsView(APIView):
    """Seals, for everybody to compare with."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_seals",
        parameters=[OpenApiParameter("limit", int), OpenApiParameter("cursor", str)],
        responses={200: SealPageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return the seals of closed business days, the newest first."""
        limit = cursors.read_limit(request.GET.get("limit"))
        found = list_seals(before=_position(request.GET.get("cursor")), limit=limit + 1)
        page = found[:limit]
        after = cursors.write_cursor([page[-1]["position"]]) if len(found) > limit else None
        return Response({"results": page, "next": link(request, cursor=after), "previous": None})


def _position(text: str | None) -> int | None:
    if text is None:
        return None
    position = cursors.read_cursor(text)
    if len(position) != 1 or type(position[0]) is not int or not 0 <= position[0] < 2**63:
        raise CursorInvalid(field="cursor")
    return position[0]
