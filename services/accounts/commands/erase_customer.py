"""Forget a person: the key is destroyed, and with it all that it sealed, in every table and backup.

The ledger keeps every movement, without the name. Four eyes: see `policies.py`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.errors import Refused
from kernel.outbox.models import Event
from kernel.personal import ERASED
from services.accounts import queries
from services.accounts.commands.update_customer import retitle_accounts
from services.accounts.edits import SERVICE, record_customer_edit
from services.accounts.models import (
    Account,
    Address,
    Application,
    Customer,
    Document,
    SearchToken,
    Takeout,
)
from services.accounts.models.customers import SEALED_FIELDS
from services.accounts.storage import document_storage

POLICY: Final = "customers.erase"


class ErasureNotAllowed(Refused):
    """The law or an open account keeps this record."""


def ask_for_erasure(*, customer_id: UUID, maker_id: UUID, reason: str, now: datetime) -> Request:
    """Ask a second person to let a customer be erased.

    Raises:
        CustomerNotFound: there is none, or it is erased.
        ErasureNotAllowed: accounts are open, the relationship stands, or the law keeps the record.

    """
    check_erasure(customer_id=customer_id, now=now)
    return approvals.ask(
        policy=POLICY,
        subject_id=customer_id,
        arguments={"customer_id": str(customer_id)},
        maker_id=maker_id,
        reason=reason,
        now=now,
    )


@transaction.atomic
def erase_customer(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Erase a customer; called when the second person has approved. Return what is gone.

    Raises:
        CustomerNotFound: there is none, or it is erased.
        ErasureNotAllowed: see `ask_for_erasure`.

    """
    customer = queries.lock_customer(person_id=UUID(arguments["customer_id"]))
    check_erasure(customer_id=customer.id, now=now)
    preview = queries.preview_erasure(customer_id=customer.id, today=now.date())
    files = list(Document.objects.filter(customer=customer).values_list("id", flat=True))
    made = Takeout.objects.filter(customer=customer)
    files += made.values_list("file_id", flat=True)
    made.delete()
    SearchToken.objects.filter(customer=customer).delete()
    Address.objects.filter(customer=customer).update(country="")
    Document.objects.filter(customer=customer).update(
        country="", issued_date=None, expires_date=None
    )
    customer.data_key = None
    customer.erased_at = now
    customer.closed_at = customer.closed_at or now
    customer.status, customer.language = Customer.Status.CLOSED, "en"
    for name in SEALED_FIELDS:
        setattr(customer, f"{name}_sealed", b"")
    customer.save()
    accounts = Account.objects.filter(customer=customer)
    account_ids = list(accounts.values_list("id", flat=True))
    asked = Application.objects.filter(customer=customer)
    accounts.update(nickname="")
    approvals.forget_texts(
        service=SERVICE,
        subject_ids=[customer.id, *account_ids, *asked.values_list("id", flat=True)],
        names=("reason", "comment"),
    )
    asked.update(nickname="")
    retitle_accounts(customer)
    # The other services follow: see `kernel/personal.py`.
    Event.objects.create(
        name=ERASED,
        payload={
            "person_id": str(customer.id),
            "accounts": [str(account_id) for account_id in account_ids],
        },
        created_at=now,
    )
    record_customer_edit(
        customer=customer,
        action="erased",
        actor_id=checker_id,
        after={"fields": sorted(preview.goes), "status": "closed"},
        now=now,
    )
    # The files are of no use without the key; they go once the key is gone for good.
    transaction.on_commit(partial(_delete_files, files))
    return {"erased": preview.goes, "asked_by": str(maker_id)}


def check_erasure(*, customer_id: UUID, now: datetime) -> None:
    """Refuse to erase whom something keeps.

    Raises:
        CustomerNotFound: there is none, or it is erased.
        ErasureNotAllowed: and why.

    """
    preview = queries.preview_erasure(customer_id=customer_id, today=now.date())
    if preview.obstacles:
        raise ErasureNotAllowed(
            f"It is kept because of: {', '.join(preview.obstacles)}.",
            extra={"obstacles": preview.obstacles},
        )


def _delete_files(file_ids: list[UUID]) -> None:
    storage = document_storage()
    for file_id in file_ids:
        storage.delete(file_id=file_id)
