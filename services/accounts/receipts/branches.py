"""A branch as JSON content."""

from __future__ import annotations

from typing import Any

from services.accounts.models import Branch


def branch_content(branch: Branch) -> dict[str, Any]:
    """Return a branch."""
    return {
        "id": str(branch.id),
        "code": branch.code,
        "name": branch.name,
        "street": branch.street,
        "postal_code": branch.postal_code,
        "city": branch.city,
        "phone": branch.phone,
        "opening_hours": branch.opening_hours,
        "holidays": branch.holidays,
    }
