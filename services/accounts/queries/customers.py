"""Reads of customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import Invalid, NotFound
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from services.accounts import search
from services.accounts.models import Account, Address, Customer, SearchToken

SHORTEST_WORD: Final = 2
COUNTED: Final = 1000


class CustomerNotFound(NotFound):
    """There is no customer record yet."""


class SearchTooShort(Invalid):
    """A name to search for has a word of two letters or more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerFilter:
    """What a list of customers is narrowed to; the empty ones narrow nothing."""

    name: str = ""
    phone: str = ""
    email: str = ""
    document_number: str = ""
    tax_id: str = ""
    account_number: str = ""
    status: str = ""


def get_customer(*, person_id: UUID) -> Customer:
    """Return a person's customer record.

    Raises:
        CustomerNotFound: the person has none.

    """
    customer = Customer.objects.filter(id=person_id).first()
    if customer is None:
        raise CustomerNotFound
    return customer


def lock_customer(*, person_id: UUID) -> Customer:
    """Return a customer record, locked until the transaction ends.

    Raises:
        CustomerNotFound: the person has none, or is erased.

    """
    customer = Customer.objects.select_for_update().filter(id=person_id).first()
    if customer is None or customer.erased_at is not None:
        raise CustomerNotFound
    return customer


def list_customers(
    *, narrowed: CustomerFilter, cursor: list[Any] | None, limit: int
) -> tuple[list[Customer], list[Any] | None]:
    """Return a page of customers by id, the newest first, and where the next page begins.

    A name is looked for by the beginning of each of its words; all other things must be the same
    but for case, accents and punctuation.

    Raises:
        CursorInvalid: the position is none of this list.
        SearchTooShort: no word of the name has two letters.

    """
    ids = _page_of_ids(narrowed, before=_read_position(cursor), limit=limit + 1)
    page = ids[:limit]
    found = Customer.objects.in_bulk(page)
    following = [str(page[-1])] if len(ids) > limit else None
    return [found[customer_id] for customer_id in page], following


def list_addresses(*, customer: Customer, with_past: bool = False) -> list[Address]:
    """Return a customer's addresses: the current ones by kind, then the past ones by their end."""
    rows = Address.objects.filter(customer=customer).order_by("kind", "id")
    addresses = list(rows if with_past else rows.filter(is_current=True))
    for address in addresses:
        # One key for all of them, opened once.
        address.customer = customer
    current = [address for address in addresses if address.is_current]
    past = [address for address in addresses if not address.is_current]
    past.sort(key=lambda address: (address.valid_to, address.id), reverse=True)
    return current + past


def find_duplicates(
    *,
    given_name: str,
    family_name: str,
    date_of_birth: Any = None,
    phone: str = "",
    tax_id: str = "",
    document_number: str = "",
    but_not: UUID | None = None,
    limit: int = 10,
) -> list[tuple[UUID, list[str]]]:
    """Return who may be the same person, and what says so: birth, phone, tax or document."""
    wanted = {
        search.BIRTH: search.birth_hashes(f"{given_name} {family_name}", date_of_birth),
        search.PHONE: search.exact_hashes(search.PHONE, phone),
        search.TAX: search.exact_hashes(search.TAX, tax_id),
        search.DOCUMENT: search.exact_hashes(search.DOCUMENT, document_number),
    }
    found: dict[UUID, list[str]] = {}
    for kind, hashes in wanted.items():
        if not hashes:
            continue
        tokens = SearchToken.objects.filter(kind=kind, hash__in=hashes).order_by("customer_id")
        for customer_id in tokens.values_list("customer_id", flat=True)[: limit + 1]:
            if customer_id != but_not:
                found.setdefault(customer_id, []).append(kind)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:limit]


def has_open_accounts(*, customer_id: UUID) -> bool:
    """Return whether a person has more than a look at an account that is not closed."""
    held = ledger.list_held_accounts(person_id=customer_id)
    return any(account.status != "closed" and account.access != "view" for account in held)


def _page_of_ids(narrowed: CustomerFilter, *, before: UUID | None, limit: int) -> list[UUID]:
    needed = _needed_tokens(narrowed)
    if narrowed.account_number:
        return _holder_of(narrowed, needed=needed, before=before)[:limit]
    if not needed:
        customers = Customer.objects.order_by("-id")
        if narrowed.status:
            customers = customers.filter(**_same("status", narrowed.status))
        if before is not None:
            customers = customers.filter(id__lt=before)
        return list(customers.values_list("id", flat=True)[:limit])
    (kind, hashes), *others = _rarest_first(needed)
    # The first token's rows lie in the order of the list; the others are looked up one by one.
    # There are several while the index keys are being rotated only.
    which = _same("hash", hashes[0]) if len(hashes) == 1 else {"hash__in": hashes}
    tokens = SearchToken.objects.filter(**_same("kind", kind), **which)
    if before is not None:
        tokens = tokens.filter(customer_id__lt=before)
    for other, choices in others:
        same = SearchToken.objects.filter(kind=other, hash__in=choices)
        tokens = tokens.filter(customer_id__in=same.values("customer_id"))
    if narrowed.status:
        tokens = tokens.filter(customer__status=narrowed.status)
    return list(tokens.order_by("-customer_id").values_list("customer_id", flat=True)[:limit])


def _rarest_first(needed: list[tuple[str, list[bytes]]]) -> list[tuple[str, list[bytes]]]:
    """Return the conditions with the one first that the fewest customers fulfil.

    The list walks that one's rows and looks the others up: with a common name first it would walk
    half the bank for a rare neighbour. Counting stops where the answer makes no difference.
    """
    if len(needed) < 2:  # noqa: PLR2004  (one has no order)
        return needed

    def common(condition: tuple[str, list[bytes]]) -> int:
        kind, hashes = condition
        rows = SearchToken.objects.filter(kind=kind, hash__in=hashes)
        return len(rows.values_list("customer_id", flat=True)[:COUNTED])

    return sorted(needed, key=common)


def _same(column: str, value: object) -> dict[str, object]:
    """Return the condition that a column is equal to a value, as a range.

    With an equality before the place where a page begins, MariaDB looks at the equality alone and
    reads all pages before; a range of one value makes it use the whole index.
    """
    return {f"{column}__gte": value, f"{column}__lte": value}


def _needed_tokens(narrowed: CustomerFilter) -> list[tuple[str, list[bytes]]]:
    """Return the hashes of which one each must stand on a customer, the rarest kind first."""
    exact = (
        (search.DOCUMENT, narrowed.document_number),
        (search.TAX, narrowed.tax_id),
        (search.EMAIL, narrowed.email),
        (search.PHONE, narrowed.phone),
    )
    # What has nothing to compare finds nobody: a phone of dashes is no phone.
    needed = [(kind, search.exact_hashes(kind, text)) for kind, text in exact if text]
    if narrowed.name:
        words = search.name_words(narrowed.name)
        if words and max(map(len, words)) < SHORTEST_WORD:
            raise SearchTooShort(field="name")
        hashes = search.query_hashes(narrowed.name)
        needed += [(search.NAME, each) for each in hashes] or [(search.NAME, [])]
    return needed


def _holder_of(
    narrowed: CustomerFilter, *, needed: Iterable[tuple[str, list[bytes]]], before: UUID | None
) -> list[UUID]:
    account_id = ledger.find_account_id(narrowed.account_number)
    if account_id is None or parse_id(narrowed.account_number) is not None:
        return []
    people = [person for person, _ in ledger.list_holders(account_ids=[account_id])[account_id]]
    people += Account.objects.filter(id=account_id).values_list("customer_id", flat=True)
    customers: QuerySet[Customer] = Customer.objects.filter(id__in=people).order_by("-id")
    if before is not None:
        customers = customers.filter(id__lt=before)
    if narrowed.status:
        customers = customers.filter(status=narrowed.status)
    for kind, hashes in needed:
        same = SearchToken.objects.filter(kind=kind, hash__in=hashes)
        customers = customers.filter(id__in=same.values("customer_id"))
    return list(customers.values_list("id", flat=True))


def _read_position(cursor: list[Any] | None) -> UUID | None:
    if cursor is None:
        return None
    position = parse_id(cursor[0]) if len(cursor) == 1 else None
    if position is None:
        raise CursorInvalid(field="cursor")
    return position
