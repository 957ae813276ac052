"""What accounts of a product cost, and how much may be paid from them."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class ProductTerms(models.Model):
    """One version of a product's fees and limits, from a day on. Written once, never changed.

    Who agrees on products writes it in the transaction of the agreement; who moves money reads it:
    so what a product says is what is charged. Of two versions from the same day the higher number
    counts. Amounts are minor units. `fees` is [{"code", "kind", "when", "amount_minor"}], `limits`
    is {"transfer" | "day" | "week" | "month": minor}; what is missing there is the bank's own.
    """

    id = IdField(primary_key=True, default=new_id)
    product = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    from_date = models.DateField()
    fees = models.JSONField()
    limits = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "ledger_product_terms"
        constraints: ClassVar = [
            UniqueConstraint(fields=["product", "number"], name="ledger_product_terms_number")
        ]


class TermsVersion(models.Model):
    """One row: which version of all products' terms is in force.

    Every change writes a version that never was before, in its own transaction, so a process may
    keep the terms that it has read for as long as it meets the same version.
    """

    ONLY: Final = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY)
    version = IdField(default=new_id)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "ledger_terms_version"
        constraints: ClassVar = [CheckConstraint(name="ledger_terms_one", condition=Q(id=1))]
