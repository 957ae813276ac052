"""The tokens under which a customer is found, made anew whenever what they stand for changes."""

from __future__ import annotations

from collections.abc import Iterable

from services.accounts import search
from services.accounts.models import Customer, Document, SearchToken


def tokens_of(customer: Customer, *, document_numbers: Iterable[str] = ()) -> list[SearchToken]:
    """Return the tokens of a customer, not yet saved."""
    tokens = search.name_tokens(f"{customer.given_name} {customer.family_name}") | search.present(
        [
            search.birth_token(
                f"{customer.given_name} {customer.family_name}", customer.date_of_birth
            ),
            search.exact_token(search.PHONE, customer.phone),
            search.exact_token(search.EMAIL, customer.email),
            search.exact_token(search.TAX, customer.tax_id),
            *(search.exact_token(search.DOCUMENT, number) for number in document_numbers),
        ]
    )
    return [
        SearchToken(kind=kind, hash=digest, customer=customer) for kind, digest in sorted(tokens)
    ]


def refresh_tokens(customer: Customer) -> None:
    """Write a customer's tokens anew, with the newest index key; the record must be locked."""
    documents = list(Document.objects.filter(customer=customer).exclude(number_sealed=b""))
    for document in documents:
        document.customer = customer
    wanted = {
        (token.kind, bytes(token.hash)): token
        for token in tokens_of(customer, document_numbers=[each.number for each in documents])
    }
    rows = SearchToken.objects.filter(customer=customer)
    known = {(kind, bytes(digest)) for kind, digest in rows.values_list("kind", "hash")}
    for kind in {kind for kind, _ in known - wanted.keys()}:
        gone = [digest for other, digest in known - wanted.keys() if other == kind]
        rows.filter(kind=kind, hash__in=gone).delete()
    SearchToken.objects.bulk_create(
        [token for place, token in wanted.items() if place not in known], batch_size=500
    )
    mark = search.index_mark()
    if bytes(customer.index_mark) != mark:
        customer.index_mark = mark
        customer.save(update_fields=["index_mark"])
