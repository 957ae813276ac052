"""Reads of documents, checks and decisions. Each list of one customer is short."""

from __future__ import annotations

import hashlib
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from kernel.errors import NotFound
from services.accounts.models import Check, Customer, Decision, Document
from services.accounts.storage import document_storage

Row = TypeVar("Row", Document, Check, Decision)


class DocumentNotFound(NotFound):
    """There is no such document."""


def get_document(*, customer: Customer, document_id: UUID) -> Document:
    """Return a customer's document.

    Raises:
        DocumentNotFound: there is none.

    """
    document = Document.objects.filter(customer=customer, id=document_id).first()
    if document is None:
        raise DocumentNotFound
    document.customer = customer
    return document


def read_document(*, customer: Customer, document_id: UUID) -> tuple[Document, bytes]:
    """Return a customer's document and its content, proven to be what was handed in.

    Raises:
        DocumentNotFound: there is none, or its content is gone.

    """
    document = get_document(customer=customer, document_id=document_id)
    key = customer.person_key()
    if key is None:
        raise DocumentNotFound
    try:
        sealed = document_storage().read(file_id=document.id)
    except FileNotFoundError:
        raise DocumentNotFound from None
    content = key.unseal_bytes(sealed, context=content_context(document.id))
    assert hashlib.sha256(content).digest() == bytes(document.sha256)
    return document, content


def content_context(document_id: UUID) -> str:
    """Return what a document's content is sealed for."""
    return f"accounts_document.content:{document_id}"


def list_documents(*, customer: Customer) -> list[Document]:
    """Return a customer's documents, the newest first."""
    return _of(customer, Document.objects.all())


def list_checks(*, customer: Customer) -> list[Check]:
    """Return the checks of a customer, the newest first."""
    return _of(customer, Check.objects.all())


def missing_checks(*, customer: Customer) -> list[str]:
    """Return the demanded checks whose latest verdict is not that they were passed."""
    checks = Check.objects.filter(customer=customer).order_by("id")
    latest = dict(checks.values_list("kind", "verdict"))
    return [
        kind
        for kind in settings.KYC_REQUIRED_CHECKS
        if latest.get(kind) != Check.Verdict.PASSED.value
    ]


def list_decisions(*, customer: Customer) -> list[Decision]:
    """Return the decisions about a customer, the newest first."""
    return _of(customer, Decision.objects.all())


def _of(customer: Customer, rows: QuerySet[Row]) -> list[Row]:
    found = list(rows.filter(customer=customer).order_by("-id"))
    for row in found:
        # One key for all of them, opened once.
        row.customer = customer
    return found
