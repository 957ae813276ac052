"""The API of customers: one class per path, one command or query per operation."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.edits import EditPageOutput, EditQuery
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from services.accounts import commands, edits, queries
from services.accounts.api.renderings import (
    address_content,
    customer_content,
    document_content,
    row_content,
)
from services.accounts.api.serializers.customers import (
    ContactInput,
    CustomerChangeInput,
    CustomerInput,
    CustomerOutput,
    CustomerQuery,
    CustomerRowPageOutput,
    ReasonInput,
)
from services.accounts.api.serializers.kyc import RevealedOutput
from services.accounts.api.views.whose import find_customer, refuse_other_branch
from services.accounts.models import Customer


class CustomersView(APIView):
    """Customer records."""

    permissions: ClassVar[dict[str, str]] = {"GET": "customers.read", "POST": OWN}

    @extend_schema(
        operation_id="list_customers",
        parameters=[CustomerQuery],
        responses={200: CustomerRowPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return customers, the newest first: all, or those that a search finds. For staff."""
        asked = read_input(CustomerQuery, request.GET.dict())
        cursor = asked.pop("cursor", None)
        found, following = queries.list_customers(
            limit=cursors.read_limit(asked.pop("limit", None)),
            cursor=cursors.read_cursor(cursor) if cursor else None,
            narrowed=queries.CustomerFilter(**asked),
        )
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [row_content(customer) for customer in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="register_customer",
        request=CustomerInput,
        responses={201: CustomerOutput, **problems(400, 403, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Become a customer; or, as staff at the counter, register somebody else.

        Staff get a record with an id of its own, and an invitation to sign up goes to its e-mail
        address. Where somebody like this is a customer already, staff are told who (409).
        """
        asked = read_input(CustomerInput, request.data)
        confirmed = asked.pop("confirm_duplicates", None)
        if request.user.may("customers.register"):
            customer = commands.register_at_counter(
                actor_id=request.user.id,
                confirm_duplicates=bool(confirmed),
                now=timezone.now(),
                **asked,
            )
            return Response(_staff_content(customer), status=201)
        if not request.user.may("customers.join") or confirmed is not None:
            raise PermissionDenied
        customer = commands.register_customer(
            person_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(customer_content(customer, is_masked=False), status=201)


class MyCustomerView(APIView):
    """The customer record of the person who is signed in."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN}

    @extend_schema(operation_id="get_my_customer", responses={200: CustomerOutput, **problems(404)})
    def get(self, request: Any) -> Response:
        """Return your customer record."""
        customer = queries.get_customer(person_id=request.user.id)
        return Response(customer_content(customer, is_masked=False))

    @extend_schema(
        operation_id="change_my_contact",
        parameters=[STEP_UP],
        request=ContactInput,
        responses={200: CustomerOutput, **problems(400, 403, 404)},
    )
    def patch(self, request: Any) -> Response:
        """Change how the bank reaches you; e-mail and phone with a fresh factor."""
        asked = read_input(ContactInput, request.data)
        customer = commands.update_own_contact(
            person_id=request.user.id, proof=proof_of(request), now=timezone.now(), **asked
        )
        return Response(customer_content(customer, is_masked=False))


class CustomerView(APIView):
    """One customer record."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": "customers.edit"}

    @extend_schema(operation_id="get_customer", responses={200: CustomerOutput, **problems(404)})
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return a customer: yours in the clear, to staff masked and with who may be the same."""
        customer, is_staff = find_customer(
            request, customer_id=customer_id, permission="customers.read"
        )
        if not is_staff:
            return Response(customer_content(customer, is_masked=False))
        return Response(_staff_content(customer))

    @extend_schema(
        operation_id="change_customer",
        request=CustomerChangeInput,
        responses={200: CustomerOutput, **problems(400, 403, 404, 409, 422)},
    )
    def patch(self, request: Any, customer_id: UUID) -> Response:
        """Change a customer's record for them."""
        asked = read_input(CustomerChangeInput, request.data)
        refuse_other_branch(request, customer_id=customer_id)
        customer = commands.update_customer(
            customer_id=customer_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(_staff_content(customer))


class RevealCustomerView(APIView):
    """Looking at a customer in the clear."""

    permissions: ClassVar[dict[str, str]] = {"POST": "customers.reveal"}

    @extend_schema(
        operation_id="reveal_customer",
        request=ReasonInput,
        responses={200: RevealedOutput, **problems(400, 403, 404)},
    )
    def post(self, request: Any, customer_id: UUID) -> Response:
        """Return a customer's personal values; who looked and why is written down."""
        asked = read_input(ReasonInput, request.data)
        customer, addresses, documents = commands.reveal_customer(
            customer_id=customer_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(
            {
                "customer": customer_content(customer, is_masked=False),
                "addresses": [address_content(row, is_masked=False) for row in addresses],
                "documents": [document_content(row, is_masked=False) for row in documents],
            }
        )


class CustomerEditsView(APIView):
    """What was changed about a customer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_customer_edits",
        parameters=[EditQuery],
        responses={200: EditPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, customer_id: UUID) -> Response:
        """Return changes, the newest first.

        Customers see their own in the clear and no member of staff's id; staff see which fields
        changed, and the values with the permission `customers.history`.
        """
        asked = read_input(EditQuery, request.GET.dict())
        customer, is_staff = find_customer(
            request, customer_id=customer_id, permission="customers.read"
        )
        found, following = edits.list_customer_edits(
            customer=customer,
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
            is_open=not is_staff or request.user.may("customers.history"),
            is_for_staff=is_staff,
        )
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [
                    _edit_content(edit, seen_by=None if is_staff else customer.id) for edit in found
                ],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )


def _staff_content(customer: Customer) -> dict[str, Any]:
    found = queries.find_duplicates(
        given_name=customer.given_name,
        family_name=customer.family_name,
        date_of_birth=customer.date_of_birth,
        phone=customer.phone,
        tax_id=customer.tax_id,
        but_not=customer.id,
    )
    return customer_content(customer, is_masked=True) | {
        "possible_duplicates": [
            {"customer": str(customer_id), "same": same} for customer_id, same in found
        ]
    }


def _edit_content(edit: edits.CustomerEdit, *, seen_by: UUID | None) -> dict[str, Any]:
    actor = edit.actor_id
    if seen_by is not None and actor != seen_by:
        actor = None
    return {
        "id": str(edit.id),
        "action": edit.action,
        "actor": None if actor is None else str(actor),
        "reason": edit.reason if seen_by is None else "",
        "happened_at": edit.happened_at.isoformat().replace("+00:00", "Z"),
        "request_id": edit.request_id,
        "changes": [
            {
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "hidden": change.is_hidden,
            }
            for change in edit.changes
        ],
    }
