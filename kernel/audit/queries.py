"""Reading edits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from kernel.audit.chain import Link, Linked
from kernel.audit.content import content_of
from kernel.audit.models import Edit, Head
from kernel.cursors import CursorInvalid

_CHAIN: Final = ".edits"
_CHUNK: Final = 1000


def list_edits(
    *,
    service: str,
    subject_type: str,
    subject_id: UUID,
    cursor: list[Any] | None = None,
    limit: int,
) -> tuple[list[Edit], list[Any] | None]:
    """Return a page of a subject's edits, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    edits = Edit.objects.filter(
        service=service, subject_type=subject_type, subject_id=subject_id
    ).order_by("-position")
    if cursor is not None:
        edits = edits.filter(position__lt=_position(cursor))
    page = list(edits[: limit + 1])
    following = [page[limit - 1].position] if len(page) > limit else None
    return page[:limit], following


def chain_of(service: str) -> str:
    """Return the name of the chain of a service's edits."""
    return service + _CHAIN


def list_chains() -> set[str]:
    """Return the chains of edits: by their heads, and by their rows should a head be gone."""
    heads = Head.objects.filter(chain__endswith=_CHAIN).values_list("chain", flat=True)
    services = Edit.objects.order_by().values_list("service", flat=True).distinct()
    return {*heads, *(chain_of(service) for service in services)}


def read_chain(chain: str) -> Iterator[Linked]:
    """Yield a chain's rows in order, a chunk at a time: drivers fetch a whole result otherwise."""
    position = None
    service = chain.removesuffix(_CHAIN)
    edits = Edit.objects.filter(service=service).order_by("position")
    while True:
        behind = edits if position is None else edits.filter(position__gt=position)
        chunk = list(behind[:_CHUNK])
        for edit in chunk:
            position = edit.position
            yield Linked(row=f"edit {edit.id}", content=content_of(edit), link=_link(edit))
        if len(chunk) < _CHUNK:
            return


def _link(edit: Edit) -> Link:
    return Link(
        position=edit.position, previous_hash=bytes(edit.previous_hash), hash=bytes(edit.hash)
    )


def _position(cursor: list[Any]) -> int:
    if len(cursor) != 1 or type(cursor[0]) is not int:
        raise CursorInvalid(field="cursor")
    return cursor[0]
