"""The accounts API: one class per path, one command or query per operation."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.once import IDEMPOTENCY_KEY, OnceView
from kernel.http.schema import problems
from kernel.money import format_amount
from services.accounts import commands, queries
from services.accounts.api.serializers import (
    AccountInput,
    AccountOutput,
    AccountPageOutput,
    AccountTypePageOutput,
    BranchPageOutput,
    CustomerInput,
    CustomerOutput,
)
from services.accounts.models import Customer
from services.accounts.receipts import account_content


class CustomersView(APIView):
    """Customer records."""

    @extend_schema(
        operation_id="register_customer",
        request=CustomerInput,
        responses={201: CustomerOutput, **problems(400, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Become a customer: write the record of the person who is signed in."""
        asked = read_input(CustomerInput, request.data)
        customer = commands.register_customer(
            person_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(_customer_content(customer), status=201)


class MyCustomerView(APIView):
    """The customer record of the person who is signed in."""

    @extend_schema(operation_id="get_my_customer", responses={200: CustomerOutput, **problems(404)})
    def get(self, request: Any) -> Response:
        """Return your customer record."""
        return Response(_customer_content(queries.get_customer(person_id=request.user.id)))


class BranchesView(APIView):
    """The offices of the bank."""

    @extend_schema(operation_id="list_branches", responses={200: BranchPageOutput})
    def get(self, _request: Any) -> Response:
        """Return all branches."""
        return _page(
            {"id": str(b.id), "code": b.code, "name": b.name, "city": b.city}
            for b in queries.list_branches()
        )


class AccountTypesView(APIView):
    """The products on offer."""

    @extend_schema(operation_id="list_account_types", responses={200: AccountTypePageOutput})
    def get(self, _request: Any) -> Response:
        """Return the account types that can be opened."""
        return _page(
            {
                "id": str(product.id),
                "code": product.code,
                "name": product.name,
                "kind": product.kind,
                "currency": product.currency,
                "minimum_opening": format_amount(
                    product.minimum_opening_minor, currency=product.currency
                ),
                "overdraft_limit": format_amount(
                    product.overdraft_minor, currency=product.currency
                ),
                "description": product.description,
            }
            for product in queries.list_account_types()
        )


class AccountsView(OnceView):
    """Your accounts."""

    operation: ClassVar[str] = "open_account"

    @extend_schema(operation_id="list_accounts", responses={200: AccountPageOutput})
    def get(self, request: Any) -> Response:
        """Return the accounts that you hold, with their balances."""
        found = queries.list_accounts(person_id=request.user.id)
        return _page(account_content(account) for account in found)

    @extend_schema(
        operation_id="open_account",
        parameters=[IDEMPOTENCY_KEY],
        request=AccountInput,
        responses={201: AccountOutput, **problems(400, 404, 422, 503)},
    )
    def post(self, request: Any) -> HttpResponse:
        """Open an account."""
        asked = read_input(AccountInput, request.data)
        return self.answer_once(request, commands.open_account, **asked)


class AccountView(APIView):
    """One account."""

    @extend_schema(operation_id="get_account", responses={200: AccountOutput, **problems(404)})
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return one of your accounts."""
        found = queries.get_account(account_id=account_id, person_id=request.user.id)
        return Response(account_content(found))


class CloseAccountView(APIView):
    """Closing an account."""

    @extend_schema(
        operation_id="close_account",
        request=None,
        responses={200: AccountOutput, **problems(403, 404, 422)},
    )
    def post(self, request: Any, account_id: UUID) -> Response:
        """Close an empty account that nothing needs any more."""
        closed = commands.close_account(
            account_id=account_id, person_id=request.user.id, now=timezone.now()
        )
        return Response(account_content(closed))


def _customer_content(customer: Customer) -> dict[str, Any]:
    return dict(CustomerOutput(customer).data)


def _page(items: Any) -> Response:
    return Response({"results": list(items), "next": None, "previous": None})
