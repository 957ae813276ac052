"""Reads of branches."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import NotFound
from services.accounts.models import Branch, BranchStaff


class BranchNotFound(NotFound):
    """There is no such branch."""


def list_branches() -> list[Branch]:
    """Return all branches by code."""
    return list(Branch.objects.order_by("code"))


def get_branch(*, branch_id: UUID | None) -> Branch:
    """Return a branch, the first by code if none is named.

    Raises:
        BranchNotFound: there is none.

    """
    branches = Branch.objects.order_by("code")
    found = branches.first() if branch_id is None else branches.filter(id=branch_id).first()
    if found is None:
        raise BranchNotFound(field="branch")
    return found


def list_branch_staff(*, branch_id: UUID) -> list[BranchStaff]:
    """Return who works at a branch, the longest first.

    Raises:
        BranchNotFound: there is no such branch.

    """
    staff = BranchStaff.objects.filter(branch=get_branch(branch_id=branch_id))
    return list(staff.order_by("since", "person_id"))
