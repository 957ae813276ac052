"""Reads: categories."""

from __future__ import annotations

from uuid import UUID

from services.planning.models import EVERYBODY, Category


def list_categories(*, person_id: UUID) -> list[Category]:
    """Return the bank's own categories, then the person's, each by name."""
    visible = Category.objects.filter(owner_id__in=(EVERYBODY, person_id))
    # Sorted here: every engine collates in its own way.
    return sorted(visible, key=lambda category: (not category.is_default, category.name_key))
