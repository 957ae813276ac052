"""The API of identity documents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.uploads import UploadParser
from kernel.media import EXTENSIONS
from services.accounts import commands, queries
from services.accounts.api.renderings import document_content
from services.accounts.api.serializers.kyc import (
    DocumentDecisionInput,
    DocumentInput,
    DocumentOutput,
    DocumentPageOutput,
)
from services.accounts.api.views.whose import find_customer, is_staff_for


class DocumentsView(APIView):
    """Documents of a customer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    parser_classes: ClassVar = [UploadParser]

    @extend_schema(
        operation_id="list_documents", responses={200: DocumentPageOutput, **problems(404)}
    )
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return the documents, the newest first, without their content."""
        customer, is_staff = find_customer(
            request, customer_id=customer_id, permission="customers.read"
        )
        found = queries.list_documents(customer=customer)
        return one_page(document_content(document, is_masked=is_staff) for document in found)

    @extend_schema(
        operation_id="upload_document",
        request={"multipart/form-data": DocumentInput},
        responses={201: DocumentOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Hand in a scan: a JPEG, PNG or PDF of at most `DOCUMENT_MAX_BYTES`."""
        is_staff = is_staff_for(request, customer_id=customer_id, permission="customers.edit")
        asked = read_input(DocumentInput, dict(request.data.items()))
        confirmed = asked.pop("confirm_duplicates", "false")
        document = commands.upload_document(
            customer_id=customer_id,
            actor_id=request.user.id,
            is_staff=is_staff,
            content=asked.pop("file").read(),
            confirm_duplicates=confirmed == "true",
            now=timezone.now(),
            **asked,
        )
        return Response(document_content(document, is_masked=is_staff), status=201)


class DocumentContentView(APIView):
    """The scan itself."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_document_content",
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            **problems(404),
        },
    )
    def get(self, request: Any, customer_id: UUID, document_id: UUID) -> HttpResponse:
        """Return the file, always as an attachment. That staff opened it is written down."""
        is_staff = is_staff_for(request, customer_id=customer_id, permission="customers.reveal")
        document, content = commands.open_document(
            customer_id=customer_id,
            document_id=document_id,
            actor_id=request.user.id,
            is_staff=is_staff,
            now=timezone.now(),
        )
        name = f"{document.id}.{EXTENSIONS[document.media_type]}"
        return HttpResponse(
            content,
            content_type=document.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "no-store",
            },
        )


class DocumentDecisionView(APIView):
    """Verifying a document."""

    permissions: ClassVar[dict[str, str]] = {"POST": "customers.check"}

    @extend_schema(
        operation_id="decide_document",
        request=DocumentDecisionInput,
        responses={200: DocumentOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, customer_id: UUID, document_id: UUID) -> Response:
        """Verify or reject a document, once."""
        asked = read_input(DocumentDecisionInput, request.data)
        document = commands.decide_document(
            customer_id=customer_id,
            document_id=document_id,
            actor_id=request.user.id,
            status=asked["status"],
            comment=asked.get("comment", ""),
            now=timezone.now(),
        )
        return Response(document_content(document, is_masked=True))
