"""The API of addresses."""

from __future__ import annotations

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
from services.accounts import commands, queries
from services.accounts.api.renderings import address_content
from services.accounts.api.serializers.customers import (
    AddressInput,
    AddressOutput,
    AddressPageOutput,
    AddressQuery,
)
from services.accounts.api.views.whose import find_customer, is_staff_for


class AddressesView(APIView):
    """Where a customer lives and gets mail."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_addresses",
        parameters=[AddressQuery],
        responses={200: AddressPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return the current addresses, and with `history=true` the past ones after them."""
        asked = read_input(AddressQuery, request.GET.dict())
        customer, is_staff = find_customer(
            request, customer_id=customer_id, permission="customers.read"
        )
        found = queries.list_addresses(customer=customer, with_past=asked.get("history") == "true")
        return one_page(address_content(address, is_masked=is_staff) for address in found)

    @extend_schema(
        operation_id="move_address",
        request=AddressInput,
        responses={201: AddressOutput, **problems(400, 403, 404)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Write an address from now on; the one of the same kind before it ends."""
        asked = read_input(AddressInput, request.data)
        is_staff = is_staff_for(request, customer_id=customer_id, permission="customers.edit")
        address = commands.move_address(
            customer_id=customer_id,
            actor_id=request.user.id,
            is_staff=is_staff,
            now=timezone.now(),
            **asked,
        )
        return Response(address_content(address, is_masked=is_staff), status=201)


class AddressView(APIView):
    """One address."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": OWN}

    @extend_schema(operation_id="end_address", responses={200: AddressOutput, **problems(403, 404)})
    def delete(self, request: Any, customer_id: UUID, address_id: UUID) -> Response:
        """End an address without another in its place; it stays readable."""
        is_staff = is_staff_for(request, customer_id=customer_id, permission="customers.edit")
        address = commands.end_address(
            customer_id=customer_id,
            address_id=address_id,
            actor_id=request.user.id,
            is_staff=is_staff,
            now=timezone.now(),
        )
        return Response(address_content(address, is_masked=is_staff))
