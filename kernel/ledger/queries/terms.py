"""What accounts of each product cost and may pay."""

from __future__ import annotations

from django.db import connection

from kernel import sql
from kernel.ledger.models import ProductTerms, TermsVersion
from kernel.ledger.product_terms import ProductFee, Terms


def list_terms() -> list[Terms]:
    """Return every version of every product's terms, a product's in the order of its numbers."""
    return [
        Terms(
            product=row.product,
            number=row.number,
            currency=row.currency,
            from_date=row.from_date,
            fees=tuple(ProductFee(**fee) for fee in row.fees),
            limits=row.limits,
        )
        for row in ProductTerms.objects.order_by("product", "number")
    ]


def terms_version_sql() -> str:
    """Return the expression of the present version, for a statement that locks.

    Where the engine can, the version is shared with all who pay: whoever changes terms waits for
    the payments under way.
    """
    lock = sql.for_share() if connection.vendor == "mysql" else ""
    return f"(SELECT v.version FROM ledger_terms_version v WHERE v.id = {TermsVersion.ONLY}{lock})"
