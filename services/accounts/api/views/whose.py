"""Whose record a path is about: one's own, or as staff somebody else's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from services.accounts import queries
from services.accounts.models import Customer


def is_staff_for(request: Any, *, customer_id: UUID, permission: str) -> bool:
    """Return whether the caller acts as staff; False: the record is their own.

    Asked before anything is looked up, so that what is somebody else's and what is nobody's
    cannot be told apart, not even by time.

    Raises:
        CustomerNotFound: it is somebody else's, and the caller lacks the permission.
        OtherBranch: the caller is bound to another branch.

    """
    if request.user.id == customer_id:
        return False
    if not request.user.may(permission):
        raise queries.CustomerNotFound
    refuse_other_branch(request, customer_id=customer_id)
    return True


def refuse_other_branch(request: Any, *, customer_id: UUID) -> None:
    """Refuse staff of a branch to see, or act for, a customer of another one.

    Raises:
        OtherBranch: see `queries.refuse_other_branch`.

    """
    if not request.user.may("branches.every"):
        queries.refuse_other_branch(
            person_id=request.user.id, customer_id=customer_id, now=timezone.now()
        )


def acts_for_bank(request: Any, *, account_id: UUID, permission: str) -> bool:
    """Return whether the caller may act for the bank on an account that they do not hold.

    Raises:
        OtherBranch: they may, but not for customers of that branch.

    """
    if not request.user.may(permission):
        return False
    if not request.user.may("branches.every"):
        customer_id = queries.customer_of_account(account_id=account_id)
        if customer_id is not None and not queries.is_held(
            account_id=account_id, person_id=request.user.id
        ):
            refuse_other_branch(request, customer_id=customer_id)
    return True


def find_customer(request: Any, *, customer_id: UUID, permission: str) -> tuple[Customer, bool]:
    """Return a customer record and whether the caller sees it as staff.

    Raises:
        CustomerNotFound: there is none, or it is somebody else's.

    """
    is_staff = is_staff_for(request, customer_id=customer_id, permission=permission)
    return queries.get_customer(person_id=customer_id), is_staff
