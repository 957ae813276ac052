"""The API of account types."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.cached import read_cached
from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.edits import EditPageOutput, EditQuery, answer_edits
from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.accounts import commands, queries
from services.accounts.api.serializers.products import (
    AccountTypeInput,
    AccountTypeOutput,
    AccountTypePageOutput,
    AccountTypeQuery,
    TermsInput,
    VersionPageOutput,
)
from services.accounts.receipts import product_content, version_content


class AccountTypesView(APIView):
    """The products on offer."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": "products.edit"}

    @extend_schema(
        operation_id="list_account_types",
        parameters=[AccountTypeQuery],
        responses={200: AccountTypePageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the account types that can be opened, on today's terms."""
        asked = read_input(AccountTypeQuery, request.GET.dict())
        ever = asked.get("offered") == "ever"
        if ever and not request.user.may("products.read"):
            raise PermissionDenied
        today = timezone.now().date()

        def offered() -> list[dict[str, Any]]:
            found = queries.list_account_types(on=today, all_of_them=ever)
            return [product_content(product, terms) for product, terms in found]

        # Staff alone see those of ever, so these are not kept.
        if ever:
            return one_page(offered())
        return one_page(read_cached("account-types", f"offered:{today}", make=offered))

    @extend_schema(
        operation_id="add_account_type",
        request=AccountTypeInput,
        responses={202: WaitingOutput, **problems(400, 403, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Ask a second person for a new account type."""
        asked = read_input(AccountTypeInput, request.data)
        return answer_waiting(
            commands.ask_to_add_product(person_id=request.user.id, now=timezone.now(), **asked)
        )


class AccountTypeView(APIView):
    """One product."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_account_type", responses={200: AccountTypeOutput, **problems(404)}
    )
    def get(self, _request: Any, account_type_id: UUID) -> Response:
        """Return an account type on today's terms, on offer or not."""
        product, terms = queries.get_account_type(
            account_type_id=account_type_id, on=timezone.now().date()
        )
        return Response(product_content(product, terms))


class VersionsView(APIView):
    """How a product's terms change."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": "products.edit"}

    @extend_schema(
        operation_id="list_account_type_versions",
        responses={200: VersionPageOutput, **problems(404)},
    )
    def get(self, _request: Any, account_type_id: UUID) -> Response:
        """Return the terms of then, now and later, the newest version first.

        What holds later is shown too: customers are told before it does.
        """
        product, _ = queries.get_account_type(
            account_type_id=account_type_id, on=timezone.now().date()
        )
        return one_page(
            version_content(version, currency=product.currency)
            for version in queries.list_versions(account_type_id=account_type_id)
        )

    @extend_schema(
        operation_id="change_account_type",
        request=TermsInput,
        responses={202: WaitingOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, account_type_id: UUID) -> Response:
        """Ask a second person for new terms from a day on."""
        asked = read_input(TermsInput, request.data)
        return answer_waiting(
            commands.ask_to_change_product(
                account_type_id=account_type_id,
                person_id=request.user.id,
                now=timezone.now(),
                **asked,
            )
        )


class AccountTypeEditsView(APIView):
    """What was changed about a product, and by whom."""

    permissions: ClassVar[dict[str, str]] = {"GET": "products.read"}

    @extend_schema(
        operation_id="list_account_type_edits",
        parameters=[EditQuery],
        responses={200: EditPageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, account_type_id: UUID) -> Response:
        """Return the changes, the newest first."""
        product, _ = queries.get_account_type(
            account_type_id=account_type_id, on=timezone.now().date()
        )
        return answer_edits(
            request, service="accounts", subject_type="account_type", subject_id=product.id
        )
