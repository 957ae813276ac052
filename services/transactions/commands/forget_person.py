"""Forget a person: what they and others wrote about paying goes, the movements stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel.ledger import commands as ledger
from services.transactions.models import (
    Batch,
    BatchItem,
    Payee,
    StandingOrder,
    Statement,
    StatementFile,
    Webhook,
    WebhookDelivery,
)
from services.transactions.statements.storage import statement_storage


@transaction.atomic
def forget_person(*, person_id: UUID, account_ids: Collection[UUID], now: datetime) -> None:
    """Blank what the law lets go, once `accounts` has erased a customer; again does no harm.

    `account_ids` are the accounts that they owned first. Names that others gave them go too. A
    statement keeps its lines and sums, and the hashes by which its files can be recognised.
    """
    accounts = list(account_ids)
    theirs = Q(person_id=person_id)
    Payee.objects.filter(theirs | Q(account_id__in=accounts)).update(name="", nickname="")
    StandingOrder.objects.filter(theirs).update(to_name="", note="")
    StandingOrder.objects.filter(to_account_id__in=accounts).update(to_name="")
    batches = Batch.objects.filter(actor_id=person_id)
    BatchItem.objects.filter(batch__in=batches).exclude(reference="").update(reference="")
    batches.update(reference="")
    webhooks = Webhook.objects.filter(theirs)
    WebhookDelivery.objects.filter(webhook__in=webhooks).delete()
    webhooks.filter(deleted_at=None).update(deleted_at=now)
    webhooks.update(url="", description="", sealed_secret=b"")
    ledger.erase_texts(account_ids=accounts)
    statements = Statement.objects.filter(account_id__in=accounts)
    statements.exclude(title="").update(title="")
    files = StatementFile.objects.filter(statement__in=statements).values_list("id", flat=True)
    transaction.on_commit(partial(_delete_files, list(files)))


def _delete_files(file_ids: list[UUID]) -> None:
    storage = statement_storage()
    for file_id in file_ids:
        storage.delete(file_id=file_id)
