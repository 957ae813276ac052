"""Categories: what a movement of money was for."""

from __future__ import annotations

import unicodedata
from typing import ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import UniqueConstraint

from kernel.ids import IdField, new_id

# Owns the bank's own categories. Not NULL: in a unique key, NULLs are never equal, and MariaDB has
# no conditional unique constraints.
EVERYBODY: Final = UUID(int=0)
NAME_LENGTH: Final = 40
# Normalizing and folding lengthen a text at most threefold each.
_KEY_LENGTH: Final = NAME_LENGTH * 9


def name_key(name: str) -> str:
    """Return what two names share that a person reads as the same one: "Food" and "food"."""
    return unicodedata.normalize("NFC", name).casefold()


class Category(models.Model):
    """A category of one person, or of everybody."""

    id = IdField(primary_key=True, default=new_id)
    owner_id = IdField()
    name = models.CharField(max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=_KEY_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_category"
        constraints: ClassVar = [
            UniqueConstraint(
                name="planning_category_one_of_a_name", fields=["owner_id", "name_key"]
            )
        ]

    @property
    def is_default(self) -> bool:
        """Return whether it is the bank's own, which everybody has."""
        return bool(self.owner_id == EVERYBODY)
