"""Take over customers and accounts from a file: all of it in one transaction, or nothing."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from kernel import sql
from kernel.audit.commands import Change, record_edits
from kernel.crypto import seal, unseal
from kernel.errors import Invalid
from kernel.ids import new_id
from services.accounts import queries, search
from services.accounts.commands.customer_details import details_of
from services.accounts.commands.customer_tokens import tokens_of
from services.accounts.commands.importing.check_table import Progress, check_table, first_rows
from services.accounts.commands.importing.rows import Mistakes, Row
from services.accounts.commands.open_account import Agreement, agree_accounts
from services.accounts.edits import SERVICE, customer_change
from services.accounts.iban import new_iban
from services.accounts.models import (
    AccountType,
    Address,
    Branch,
    Customer,
    Import,
    SearchToken,
)
from services.accounts.storage import document_storage

_CHUNK: Final = 500
_NOTE_SECONDS: Final = 600
# Sealing a part of a file, or hashing all of its edits, between two statements.
_THINKING_SECONDS: Final = 600


class FileTooLarge(Invalid):
    """The file is larger than the bank takes."""


class FileEmpty(Invalid):
    """The file is empty."""


def silent(_what: str, _rows: int) -> None:
    """Tell nobody how far it is."""


def take_file(
    *,
    content: bytes,
    is_dry_run: bool,
    confirm_duplicates: bool,
    actor_id: UUID | None,
    now: datetime,
) -> Import:
    """Keep a file, sealed, until `run_import` carries it out.

    Raises:
        FileEmpty, FileTooLarge: there is nothing, or more than `IMPORT_MAX_BYTES`.

    """
    if not content:
        raise FileEmpty(field="file")
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise FileTooLarge(field="file")
    import_id = new_id()
    sealed = seal(base64.b64encode(content).decode(), context=_context(import_id))
    document_storage().write(file_id=import_id, content=sealed)
    return Import.objects.create(
        id=import_id,
        is_dry_run=is_dry_run,
        is_confirmed=confirm_duplicates,
        sha256=hashlib.sha256(content).digest(),
        asked_by=actor_id,
        asked_at=now,
    )


def run_waiting_imports(*, now: datetime) -> int:
    """Carry out the files that wait, the oldest first, and return how many there were."""
    waiting = Import.objects.filter(status=Import.Status.WAITING).order_by("id")
    ids = list(waiting.values_list("id", flat=True)[:_CHUNK])
    return sum(
        run_import(import_id=import_id, now=now, progress=partial(_note, import_id)) is not None
        for import_id in ids
    )


def _note(import_id: UUID, what: str, rows: int) -> None:
    with contextlib.suppress(Exception):
        # How far it is, is nice to know; the cache may be away.
        cache.set(queries.progress_key(import_id), f"{what} row {rows}", timeout=_NOTE_SECONDS)


def run_import(*, import_id: UUID, now: datetime, progress: Progress = silent) -> Import | None:
    """Carry out a file, or say what is wrong in it; None: somebody else does it now, or did.

    The row stays locked until the end, and its result is written in the transaction that writes
    the customers: a process that dies leaves nothing behind, and the file waits for the next one.
    """
    with sql.unhurried(seconds=_THINKING_SECONDS), transaction.atomic(durable=True):
        waiting = Import.objects.select_for_update(skip_locked=_can_skip()).filter(
            id=import_id, status=Import.Status.WAITING
        )
        work = waiting.first()
        if work is None:
            return None
        rows, mistakes = _check(work, now=now, progress=progress)
        if not mistakes.count and not work.is_dry_run:
            _write(rows, work=work, mistakes=mistakes, now=now, progress=progress)
        _finish(work, rows=rows, mistakes=mistakes, now=now)
    document_storage().delete(file_id=work.id)
    return work


def _check(work: Import, *, now: datetime, progress: Progress) -> tuple[list[Row], Mistakes]:
    try:
        content = _content_of(work)
    except FileNotFoundError:
        mistakes = Mistakes()
        mistakes.add(1, "", "lost", "The file is gone; please hand it in again.")
        return [], mistakes
    return check_table(content, confirm_duplicates=work.is_confirmed, now=now, progress=progress)


def _write(
    rows: list[Row], *, work: Import, mistakes: Mistakes, now: datetime, progress: Progress
) -> None:
    try:
        with transaction.atomic():
            write_rows(rows, import_id=work.id, actor_id=work.asked_by, now=now, progress=progress)
    except IntegrityError:
        # Somebody opened an account of one of these numbers since the file was checked.
        mistakes.add(1, "", "conflict", "The bank has changed meanwhile; please try again.")


def write_rows(
    rows: Iterable[Row],
    *,
    import_id: UUID,
    actor_id: UUID | None,
    now: datetime,
    progress: Progress = silent,
) -> None:
    """Write customers, addresses and accounts that were checked; inside a transaction."""
    products = {product.code: product for product in AccountType.objects.filter(is_offered=True)}
    branches = {branch.code: branch for branch in Branch.objects.order_by("code")}
    changes: list[Change] = []
    rows = list(rows)
    people = {row.number for row in first_rows(rows)}
    written = 0
    owners: dict[str, Customer] = {}
    for chunk in _chunks(rows):
        pairs = [(row, _customer(row, now=now)) for row in chunk if row.number in people]
        owners |= {row.reference: customer for row, customer in pairs if row.reference}
        customers = [customer for _, customer in pairs]
        Customer.objects.bulk_create(customers, batch_size=_CHUNK)
        tokens = [token for customer in customers for token in tokens_of(customer)]
        SearchToken.objects.bulk_create(tokens, batch_size=_CHUNK)
        Address.objects.bulk_create(
            [_address(row.address, customer, now=now) for row, customer in pairs if row.address]
        )
        named = {row.number: customer for row, customer in pairs}
        agreements = [
            Agreement(
                customer=named.get(row.number) or owners[row.reference],
                product=products[row.account["account_type"]],
                branch=branches[row.account["branch"] or next(iter(branches))],
                nickname=row.account["nickname"],
                number=row.account["number"] or new_iban(),
            )
            for row in chunk
            if row.account is not None
        ]
        changes += agree_accounts(agreements, actor_id=actor_id, now=now)
        changes += [
            customer_change(
                customer=customer,
                action="imported",
                actor_id=actor_id,
                after=details_of(customer)
                | {"status": row.status, "import": str(import_id)}
                | (row.address or {}),
                now=now,
            )
            for row, customer in pairs
        ]
        written += len(chunk)
        progress("writing", written)
    progress("recording", written)
    # Last, since the chain is locked until the transaction ends.
    record_edits(service=SERVICE, changes=changes)


def _customer(row: Row, *, now: datetime) -> Customer:
    return Customer.with_key(
        id=new_id(),
        status=row.status,
        index_mark=search.index_mark(),
        created_at=now,
        **row.details,
    )


def _address(values: dict[str, str], customer: Customer, *, now: datetime) -> Address:
    address = Address(
        customer=customer, kind=Address.Kind.HOME, country=values["country"], valid_from=now
    )
    for name in ("street", "postal_code", "city", "region"):
        setattr(address, name, values[name])
    return address


def _finish(work: Import, *, rows: list[Row], mistakes: Mistakes, now: datetime) -> None:
    if mistakes.count:
        work.status = Import.Status.REFUSED
    else:
        work.status = Import.Status.CHECKED if work.is_dry_run else Import.Status.DONE
    work.row_count = len(rows)
    work.customer_count = len(first_rows(rows))
    work.account_count = sum(row.account is not None for row in rows)
    work.error_count = mistakes.count
    work.errors = [mistake.content() for mistake in mistakes.kept]
    work.finished_at = now
    work.save()


def _content_of(work: Import) -> bytes:
    sealed = document_storage().read(file_id=work.id)
    return base64.b64decode(unseal(sealed, context=_context(work.id)))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        yield chunk


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _context(import_id: UUID) -> str:
    return f"accounts_import.content:{import_id}"
