"""Reading requests: those that one may decide, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.approvals.errors import ApprovalNotFound
from kernel.approvals.models import Request
from kernel.approvals.policies import decidable
from kernel.cursors import CursorInvalid
from kernel.ids import parse_id
from kernel.permissions import may

READ_ALL: Final = "approvals.read"


def visible(*, service: str, person_id: UUID, roles: Iterable[str]) -> QuerySet[Request]:
    """Return a service's requests that a person may see.

    They are one's own and those that one may decide; auditors and compliance see all.
    """
    held = frozenset(roles)
    requests = Request.objects.filter(service=service)
    if may(held, READ_ALL):
        return requests
    return requests.filter(
        Q(maker_id=person_id) | Q(policy__in=decidable(service=service, roles=held))
    )


def list_requests(
    *,
    service: str,
    person_id: UUID,
    roles: Iterable[str],
    status: str | None = None,
    cursor: list[Any] | None = None,
    limit: int,
) -> tuple[list[Request], list[Any] | None]:
    """Return a page of requests, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    requests = visible(service=service, person_id=person_id, roles=roles).order_by("-id")
    if status is not None:
        requests = requests.filter(status=status)
    if cursor is not None:
        requests = requests.filter(id__lt=_position(cursor))
    page = list(requests[: limit + 1])
    following = [str(page[limit - 1].id)] if len(page) > limit else None
    return page[:limit], following


def get_request(
    *, request_id: UUID, service: str, person_id: UUID, roles: Iterable[str]
) -> Request:
    """Return a request that a person may see.

    Raises:
        ApprovalNotFound: there is none, or it is not for this person.

    """
    found = visible(service=service, person_id=person_id, roles=roles).filter(pk=request_id).first()
    if found is None:
        raise ApprovalNotFound
    return found


def _position(cursor: list[Any]) -> UUID:
    position = parse_id(cursor[0]) if len(cursor) == 1 else None
    if position is None:
        raise CursorInvalid(field="cursor")
    return position
