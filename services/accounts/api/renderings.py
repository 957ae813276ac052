"""Customers as JSON: in the clear for themselves, masked for staff."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kernel.money import format_amount
from services.accounts.api.serializers.customers import (
    AddressOutput,
    CustomerOutput,
    CustomerRowOutput,
)
from services.accounts.api.serializers.kyc import DocumentOutput
from services.accounts.models import Address, Customer, Document

MASK: Final = "\N{BULLET}" * 4
_SHOWN: Final = 2
_LONG_ENOUGH: Final = 5


def customer_content(customer: Customer, *, is_masked: bool) -> dict[str, Any]:
    """Return a customer record."""
    show = mask if is_masked else _clear
    hide = mask_all if is_masked else _clear
    born: date | None = customer.date_of_birth
    income = customer.income
    erased = customer.erased_at is not None
    return dict(
        CustomerOutput(
            {
                "id": customer.id,
                "given_name": customer.full_name if erased else customer.given_name,
                "family_name": customer.family_name,
                "date_of_birth": hide(born.isoformat()) if born else None,
                "gender": hide(customer.gender),
                "occupation": hide(customer.occupation),
                "income": _income(income, is_masked=is_masked) if income else None,
                "phone": show(customer.phone),
                "email": _mask_mail(customer.email) if is_masked else customer.email,
                "tax_country": hide(customer.tax_country),
                "tax_id": show(customer.tax_id),
                "language": customer.language,
                "status": customer.status,
                "created_at": customer.created_at,
                "is_masked": is_masked,
            }
        ).data
    )


def row_content(customer: Customer) -> dict[str, Any]:
    """Return a customer in a list for staff."""
    erased = customer.erased_at is not None
    return dict(
        CustomerRowOutput(
            {
                "id": customer.id,
                "given_name": customer.full_name if erased else customer.given_name,
                "family_name": customer.family_name,
                "phone": mask(customer.phone),
                "status": customer.status,
                "created_at": customer.created_at,
            }
        ).data
    )


def address_content(address: Address, *, is_masked: bool) -> dict[str, Any]:
    """Return an address; masked, its country and for how long it was so remain."""
    hide = mask_all if is_masked else _clear
    return dict(
        AddressOutput(
            {
                "id": address.id,
                "kind": address.kind,
                "street": hide(address.street),
                "postal_code": hide(address.postal_code),
                "city": hide(address.city),
                "region": hide(address.region),
                "country": address.country,
                "valid_from": address.valid_from,
                "valid_to": address.valid_to,
            }
        ).data
    )


def document_content(document: Document, *, is_masked: bool) -> dict[str, Any]:
    """Return a document without its content."""
    show = mask if is_masked else _clear
    return dict(
        DocumentOutput(
            {
                "id": document.id,
                "kind": document.kind,
                "number": show(document.number),
                "country": document.country,
                "issued_date": document.issued_date,
                "expires_date": document.expires_date,
                "media_type": document.media_type,
                "size_bytes": document.size_bytes,
                "sha256": bytes(document.sha256).hex(),
                "status": document.status,
                "uploaded_at": document.uploaded_at,
                "decided_at": document.decided_at,
            }
        ).data
    )


def mask(text: str) -> str:
    """Return dots and the last two letters of a text that is long enough to keep its secret."""
    return mask_all(text) if len(text) < _LONG_ENOUGH else MASK + text[-_SHOWN:]


def mask_all(text: str) -> str:
    """Return dots for any text."""
    return MASK if text else ""


def _mask_mail(text: str) -> str:
    name, at, domain = text.partition("@")
    return f"{name[:1]}{MASK}{at}{domain[:1]}{MASK}" if at else mask_all(text)


def _income(income: dict[str, Any], *, is_masked: bool) -> dict[str, str]:
    amount = format_amount(income["minor"], currency=income["currency"])
    return {"amount": mask_all(amount) if is_masked else amount, "currency": income["currency"]}


def _clear(text: str) -> str:
    return text
