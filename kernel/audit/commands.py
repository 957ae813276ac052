"""Writing down who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.audit import chain
from kernel.audit.content import content_of, differing
from kernel.audit.models import Edit
from kernel.audit.queries import chain_of
from kernel.observability.context import request_id

_BATCH: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One edit before it is written; see `record_edit`."""

    subject_type: str
    subject_id: UUID
    action: str
    actor_id: UUID | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    now: datetime
    reason: str = ""


def record_edit(
    *,
    service: str,
    subject_type: str,
    subject_id: UUID,
    action: str,
    actor_id: UUID | None,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    reason: str = "",
    now: datetime,
) -> Edit:
    """Write one edit, inside and near the end of the transaction that made it true.

    Only the fields that differ are kept: all of `after` when there was nothing `before`, and the
    other way round. Values are text, whole numbers, truth values, ids, days, instants, enums, lists
    and mappings of them. A personal value comes sealed, as the bytes of `kernel.crypto.seal`; one
    that has not changed must come as the same bytes. `actor_id` is None for the bank itself.
    """
    change = Change(
        subject_type=subject_type,
        subject_id=subject_id,
        action=action,
        actor_id=actor_id,
        before=before,
        after=after,
        reason=reason,
        now=now,
    )
    return record_edits(service=service, changes=[change])[0]


def record_edits(*, service: str, changes: Iterable[Change]) -> list[Edit]:
    """Write many edits of one service under one lock, in order: for imports and bulk changes."""
    edits = [_edit(service=service, change=change) for change in changes]
    links = chain.append_many(
        chain=chain_of(service), contents=[content_of(edit) for edit in edits]
    )
    for edit, link in zip(edits, links, strict=True):
        edit.position, edit.previous_hash, edit.hash = link.position, link.previous_hash, link.hash
    Edit.objects.bulk_create(edits, batch_size=_BATCH)
    return edits


def _edit(*, service: str, change: Change) -> Edit:
    before, after = differing(change.before, change.after)
    return Edit(
        service=service,
        subject_type=change.subject_type,
        subject_id=change.subject_id,
        action=change.action,
        actor_id=change.actor_id,
        before=before,
        after=after,
        reason=change.reason,
        request_id=request_id(),
        happened_at=change.now,
    )
