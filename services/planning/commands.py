"""What the planning service does."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Refused
from services.planning import queries
from services.planning.models import Category, name_key

# Keeps the list short enough to be read, and answered, whole. Two that create at once may pass it.
MAX_OWN_CATEGORIES: Final = 200


class CategoryExists(Conflict):
    """There is a category of this name already."""


class TooManyCategories(Refused):
    """There are as many categories as one person can have."""


def create_category(*, person_id: UUID, name: str, now: datetime) -> Category:
    """Write a category of the person's own.

    Raises:
        CategoryExists: the person, or the bank, has one whose name differs in case at most.
        TooManyCategories: the person has MAX_OWN_CATEGORIES.

    """
    name = " ".join(name.split())
    key = name_key(name)
    visible = queries.list_categories(person_id=person_id)
    if any(category.name_key == key for category in visible):
        raise CategoryExists(field="name")
    if sum(not category.is_default for category in visible) >= MAX_OWN_CATEGORIES:
        raise TooManyCategories
    try:
        with transaction.atomic():
            return Category.objects.create(
                owner_id=person_id, name=name, name_key=key, created_at=now
            )
    except IntegrityError:
        raise CategoryExists(field="name") from None
