"""Addresses: a change ends the old row and adds a new one, so that the past stays readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import NotFound
from services.accounts import queries
from services.accounts.commands.update_customer import NotYoursToChange, OwnRecord
from services.accounts.edits import record_customer_edit
from services.accounts.models import Address, Customer


class AddressNotFound(NotFound):
    """There is no such address."""


@transaction.atomic(durable=True)
def move_address(
    *,
    customer_id: UUID,
    actor_id: UUID,
    is_staff: bool,
    kind: str,
    street: str,
    city: str,
    country: str,
    now: datetime,
    postal_code: str = "",
    region: str = "",
    reason: str = "",
) -> Address:
    """Write where a customer lives or gets mail from now on; the address of that kind before ends.

    Raises:
        NotYoursToChange, OwnRecord: see `check_actor`.
        CustomerNotFound: there is none, or it is erased.

    """
    check_actor(customer_id=customer_id, actor_id=actor_id, is_staff=is_staff)
    customer = queries.lock_customer(person_id=customer_id)
    old = Address.objects.filter(customer=customer, kind=kind, is_current=True).first()
    before = None
    if old is not None:
        before = _content(old, customer=customer)
        _end(old, now=now)
    address = Address(customer=customer, kind=kind, country=country, valid_from=now)
    address.street, address.city = street, city
    address.postal_code, address.region = postal_code, region
    address.save(force_insert=True)
    record_customer_edit(
        customer=customer,
        action="address.moved",
        actor_id=actor_id,
        before=before,
        after=_content(address, customer=customer),
        reason=reason,
        now=now,
    )
    return address


@transaction.atomic(durable=True)
def end_address(
    *,
    customer_id: UUID,
    address_id: UUID,
    actor_id: UUID,
    is_staff: bool,
    now: datetime,
    reason: str = "",
) -> Address:
    """End an address without another in its place.

    Raises:
        NotYoursToChange, OwnRecord: see `check_actor`.
        CustomerNotFound: there is none, or it is erased.
        AddressNotFound: the customer has no such current address.

    """
    check_actor(customer_id=customer_id, actor_id=actor_id, is_staff=is_staff)
    customer = queries.lock_customer(person_id=customer_id)
    address = Address.objects.filter(id=address_id, customer=customer, is_current=True).first()
    if address is None:
        raise AddressNotFound
    before = _content(address, customer=customer)
    _end(address, now=now)
    record_customer_edit(
        customer=customer,
        action="address.ended",
        actor_id=actor_id,
        before=before,
        reason=reason,
        now=now,
    )
    return address


def check_actor(*, customer_id: UUID, actor_id: UUID, is_staff: bool) -> None:
    """Refuse staff on their own record, and customers when the bank changes addresses for them.

    Raises:
        OwnRecord: a member of staff is the customer.
        NotYoursToChange: `CUSTOMERS_MAY_CHANGE` does not name addresses.

    """
    if is_staff and actor_id == customer_id:
        raise OwnRecord
    if not is_staff and "addresses" not in settings.CUSTOMERS_MAY_CHANGE:
        raise NotYoursToChange


def _end(address: Address, *, now: datetime) -> None:
    address.valid_to, address.is_current = now, None
    address.save(update_fields=["valid_to", "is_current"])


def _content(address: Address, *, customer: Customer) -> dict[str, Any]:
    address.customer = customer
    names = ("kind", "street", "postal_code", "city", "region", "country")
    return {"address": str(address.id)} | {name: getattr(address, name) for name in names}
