"""Reads: categories."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import NotFound
from services.planning.models import EVERYBODY, Category

OTHER = "other"


class CategoryNotFound(NotFound):
    """There is no such category."""


def list_categories(*, person_id: UUID) -> list[Category]:
    """Return the bank's own categories, then the person's, each by name."""
    visible = Category.objects.filter(owner_id__in=(EVERYBODY, person_id))
    # Sorted here: every engine collates in its own way.
    return sorted(visible, key=lambda category: (not category.is_default, category.name_key))


def get_category(*, person_id: UUID, category_id: UUID) -> Category:
    """Return a category that the person may use.

    Raises:
        CategoryNotFound: there is none, or it is somebody else's.

    """
    visible = Category.objects.filter(owner_id__in=(EVERYBODY, person_id), id=category_id)
    category = visible.first()
    if category is None:
        raise CategoryNotFound(field="category")
    return category


def default_category_id() -> UUID:
    """Return the id of Other, where everything is that nobody has filed."""
    found: UUID = Category.objects.values_list("id", flat=True).get(
        owner_id=EVERYBODY, name_key=OTHER
    )
    return found
