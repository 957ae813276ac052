"""The planning API: one class per path, one command or query per operation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.serializers import CategoryInput, CategoryOutput, CategoryPageOutput
from services.planning.models import Category


class CategoriesView(APIView):
    """What a movement of money can be for."""

    @extend_schema(operation_id="list_categories", responses={200: CategoryPageOutput})
    def get(self, request: Any) -> Response:
        """Return the bank's categories, then your own."""
        found = queries.list_categories(person_id=request.user.id)
        results = [_category_content(category) for category in found]
        return Response({"results": results, "next": None, "previous": None})

    @extend_schema(
        operation_id="create_category",
        request=CategoryInput,
        responses={201: CategoryOutput, **problems(400, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Make a category of your own."""
        asked = CategoryInput(data=request.data)
        asked.is_valid(raise_exception=True)
        category = commands.create_category(
            person_id=request.user.id, now=timezone.now(), **asked.validated_data
        )
        return Response(_category_content(category), status=201)


def _category_content(category: Category) -> dict[str, Any]:
    return dict(CategoryOutput(category).data)
