"""Reads of account types and of the terms that hold on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.errors import NotFound
from services.accounts.models import AccountType, AccountTypeVersion, Terms


class AccountTypeNotFound(NotFound):
    """There is no such account type on offer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """The terms of a product from a day on; the first ones have no day."""

    number: int
    valid_from: date | None
    terms: Terms


def list_account_types(*, on: date, all_of_them: bool = False) -> list[tuple[AccountType, Terms]]:
    """Return the products on offer on a day, or all that there ever were, with their terms."""
    products = list(AccountType.objects.order_by("code"))
    terms = terms_in_force(products, on=on)
    return [
        (product, terms[product.id])
        for product in products
        if all_of_them or _is_on_offer(product, terms[product.id], on=on)
    ]


def get_offer(*, account_type_id: UUID, on: date) -> tuple[AccountType, Terms]:
    """Return a product that can be opened on a day, with its terms.

    Raises:
        AccountTypeNotFound: there is none, or it is not on offer.

    """
    product, terms = get_account_type(account_type_id=account_type_id, on=on)
    if not _is_on_offer(product, terms, on=on):
        raise AccountTypeNotFound(field="account_type")
    return product, terms


def get_account_type(*, account_type_id: UUID, on: date) -> tuple[AccountType, Terms]:
    """Return a product, on offer or not, with its terms on a day.

    Raises:
        AccountTypeNotFound: there is none.

    """
    product = AccountType.objects.filter(id=account_type_id).first()
    if product is None:
        raise AccountTypeNotFound(field="account_type")
    return product, terms_in_force([product], on=on)[product.id]


def terms_in_force(products: Iterable[AccountType], *, on: date) -> dict[UUID, Terms]:
    """Return the terms of each product on a day, by the product's id, in one query."""
    found: dict[UUID, Terms] = {product.id: product for product in products}
    versions = AccountTypeVersion.objects.filter(account_type__in=list(found), valid_from__lte=on)
    for version in versions.order_by("valid_from", "number"):
        found[version.account_type_id] = version
    return found


def list_versions(*, account_type_id: UUID) -> list[Version]:
    """Return how a product's terms have changed and will change, the newest version first.

    Raises:
        AccountTypeNotFound: there is no such product.

    """
    product = AccountType.objects.filter(id=account_type_id).first()
    if product is None:
        raise AccountTypeNotFound
    later = AccountTypeVersion.objects.filter(account_type=product).order_by("-number")
    return [
        *(Version(number=one.number, valid_from=one.valid_from, terms=one) for one in later),
        Version(number=1, valid_from=product.valid_from, terms=product),
    ]


def _is_on_offer(product: AccountType, terms: Terms, *, on: date) -> bool:
    return terms.is_offered and (product.valid_from is None or product.valid_from <= on)
