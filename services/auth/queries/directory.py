"""Everybody who can sign in, and who was invited to: what administrators and auditors see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.auth.models import Invitation, User
from services.auth.queries.roles import is_staff_role


class PersonNotFound(NotFound):
    """There is no such person."""


class InvitationNotFound(NotFound):
    """There is no such invitation, or it does not work any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectoryEntry:
    """A person as administrators see them; `factors` are the kinds that are enrolled."""

    id: UUID
    email: str
    email_verified: bool
    phone: str
    roles: list[str]
    is_active: bool
    factors: list[str]
    joined_at: datetime
    last_sign_in_at: datetime | None

    @property
    def staff_roles_held_back(self) -> bool:
        """Return whether staff roles wait for an authenticator or a passkey."""
        strong = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
        return any(map(is_staff_role, self.roles)) and strong.isdisjoint(self.factors)


def list_people(
    *,
    email: str = "",
    role: str = "",
    is_active: bool | None = None,
    cursor: list[Any] | None = None,
    limit: int,
) -> tuple[list[DirectoryEntry], list[Any] | None]:
    """Return a page of people, the newest first, and where the next page begins.

    `email` is any part of an address.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    people = User.objects.all()
    if email:
        people = people.filter(email__contains=email.lower())
    if role:
        people = people.filter(groups__name=role)
    if is_active is not None:
        people = people.filter(is_active=is_active)
    page, following = _page(people, cursor=cursor, limit=limit)
    return _entries(page), following


def find_person(*, person_id: UUID) -> DirectoryEntry:
    """Return a person, active or not.

    Raises:
        PersonNotFound: there is none.

    """
    found = _entries(list(User.objects.filter(id=person_id)))
    if not found:
        raise PersonNotFound
    return found[0]


def list_invitations(
    *, cursor: list[Any] | None = None, limit: int
) -> tuple[list[Invitation], list[Any] | None]:
    """Return a page of invitations, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    return _page(Invitation.objects.all(), cursor=cursor, limit=limit)


def _page(rows: QuerySet[Any], *, cursor: list[Any] | None, limit: int) -> tuple[list[Any], Any]:
    if cursor is not None:
        before = parse_id(cursor[0]) if len(cursor) == 1 else None
        if before is None:
            raise CursorInvalid(field="cursor")
        rows = rows.filter(id__lt=before)
    # Ids are time-ordered.
    found = list(rows.order_by("-id")[: limit + 1])
    following = [str(found[limit - 1].id)] if len(found) > limit else None
    return found[:limit], following


def _entries(people: list[User]) -> list[DirectoryEntry]:
    ids = [user.id for user in people]
    roles: dict[UUID, list[str]] = {}
    for user_id, name in User.groups.through.objects.filter(user_id__in=ids).values_list(
        "user_id", "group__name"
    ):
        roles.setdefault(user_id, []).append(name)
    factors: dict[UUID, set[str]] = {}
    for user_id, kind in Authenticator.objects.filter(user_id__in=ids).values_list(
        "user_id", "type"
    ):
        factors.setdefault(user_id, set()).add(kind)
    verified = set(
        EmailAddress.objects.filter(user_id__in=ids, primary=True, verified=True).values_list(
            "user_id", flat=True
        )
    )
    return [
        DirectoryEntry(
            id=user.id,
            email=user.email,
            email_verified=user.id in verified,
            phone=user.phone,
            roles=sorted(roles.get(user.id, [])),
            is_active=user.is_active,
            factors=sorted(factors.get(user.id, set())),
            joined_at=user.joined_at,
            last_sign_in_at=user.last_login,
        )
        for user in people
    ]
