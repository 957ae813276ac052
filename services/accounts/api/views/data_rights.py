"""The API of data rights: everything to take away, and being forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.personal import ELSEWHERE
from services.accounts import commands, queries, takeout
from services.accounts.api.serializers.customers import ReasonInput
from services.accounts.api.serializers.kyc import ErasureOutput, MakingOutput
from services.accounts.api.views.whose import is_staff_for
from services.accounts.models import Customer

_ARCHIVE = {(200, "application/zip"): OpenApiTypes.BINARY, 202: MakingOutput}


class MyDataView(APIView):
    """All that the bank holds on the person who is signed in."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="download_my_data", responses={**_ARCHIVE, **problems(404)})
    def get(self, request: Any) -> HttpResponseBase:
        """Return one ZIP with JSON, CSV and your documents; or 202 while a worker makes it."""
        customer = queries.get_customer(person_id=request.user.id)
        return _answer(customer, takeout.archive_at_hand(customer, now=timezone.now()))


class CustomerDataView(APIView):
    """All that the bank holds on a customer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="download_customer_data", responses={**_ARCHIVE, **problems(404)})
    def get(self, request: Any, customer_id: UUID) -> HttpResponseBase:
        """Return one ZIP, as the customer gets it; or 202. That staff took it is written down."""
        if is_staff_for(request, customer_id=customer_id, permission="customers.export"):
            return self._answer_staff(request, customer_id)
        customer = queries.get_customer(person_id=customer_id)
        return _answer(customer, takeout.archive_at_hand(customer, now=timezone.now()))

    def _answer_staff(self, request: Any, customer_id: UUID) -> HttpResponseBase:
        customer = queries.get_customer(person_id=customer_id)
        archive = takeout.archive_at_hand(customer, now=timezone.now())
        if archive is not None:
            commands.export_customer(
                customer_id=customer_id, actor_id=request.user.id, now=timezone.now()
            )
        return _answer(customer, archive)


class ErasureView(APIView):
    """Forgetting a customer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(operation_id="preview_erasure", responses={200: ErasureOutput, **problems(404)})
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return what would go, what stays, and what stands in the way."""
        is_staff_for(request, customer_id=customer_id, permission="customers.erase")
        preview = queries.preview_erasure(customer_id=customer_id, today=timezone.now().date())
        content = ErasureOutput(
            {
                "customer": preview.customer_id,
                "is_possible": not preview.obstacles,
                "obstacles": preview.obstacles,
                "possible_from": preview.possible_from,
                "goes": preview.goes,
                "stays": preview.stays,
                "elsewhere": sorted(chain.from_iterable(ELSEWHERE.values())),
            }
        )
        return Response(content.data)

    @extend_schema(
        operation_id="erase_customer",
        request=ReasonInput,
        responses={202: WaitingOutput, **problems(400, 404, 422)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Ask for a customer to be forgotten; a second person carries it out by approving."""
        is_staff_for(request, customer_id=customer_id, permission="customers.erase")
        asked = read_input(ReasonInput, request.data)
        waiting = commands.ask_for_erasure(
            customer_id=customer_id, maker_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_waiting(waiting)


def _answer(customer: Customer, archive: Iterator[bytes] | None) -> HttpResponseBase:
    if archive is None:
        takeout.ask_for_archive(customer, now=timezone.now())
        making: HttpResponseBase = Response(
            {"status": "making"}, status=202, headers={"Retry-After": "5"}
        )
        return making
    return StreamingHttpResponse(
        archive,
        content_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="my-data.zip"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
