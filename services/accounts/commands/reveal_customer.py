"""Show staff the personal values of a customer, and write down that they saw them and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from services.accounts import queries
from services.accounts.commands.update_customer import OwnRecord
from services.accounts.edits import REVEALED, record_customer_edit
from services.accounts.models import Address, Customer, Document


@transaction.atomic(durable=True)
def reveal_customer(
    *, customer_id: UUID, actor_id: UUID, reason: str, now: datetime
) -> tuple[Customer, list[Address], list[Document]]:
    """Return a customer with current addresses and documents, for one look that is written down.

    Raises:
        OwnRecord: staff see their own record in the portal, as every customer does.
        CustomerNotFound: there is none, or it is erased.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    addresses = queries.list_addresses(customer=customer)
    documents = queries.list_documents(customer=customer)
    record_customer_edit(
        customer=customer,
        action=REVEALED,
        actor_id=actor_id,
        after={"fields": ["details", "addresses", "documents"]},
        reason=reason,
        now=now,
    )
    return customer, addresses, documents


@transaction.atomic(durable=True)
def export_customer(*, customer_id: UUID, actor_id: UUID, now: datetime) -> Customer:
    """Return a customer whose data staff take away, and write down that they did.

    Raises:
        OwnRecord, CustomerNotFound: see `reveal_customer`.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    record_customer_edit(
        customer=customer, action="exported", actor_id=actor_id, after={"fields": ["all"]}, now=now
    )
    return customer


def open_document(
    *, customer_id: UUID, document_id: UUID, actor_id: UUID, is_staff: bool, now: datetime
) -> tuple[Document, bytes]:
    """Return a document with its content; that staff opened it is written down first.

    Raises:
        CustomerNotFound, DocumentNotFound: there is none.

    """
    customer = queries.get_customer(person_id=customer_id)
    if is_staff:
        with transaction.atomic(durable=True):
            document = queries.get_document(customer=customer, document_id=document_id)
            record_customer_edit(
                customer=customer,
                action="document.opened",
                actor_id=actor_id,
                after={"document": str(document.id)},
                now=now,
            )
    return queries.read_document(customer=customer, document_id=document_id)
