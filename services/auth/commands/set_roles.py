"""What somebody may do at the bank changes: one administrator asks, another one agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.approvals.commands import ask
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Forbidden
from services.auth.commands.deactivate_person import lock_person
from services.auth.commands.invite_person import read_roles
from services.auth.commands.last_administrator import (
    require_administrator,
    require_another_administrator,
)
from services.auth.commands.mail_person import mail_person
from services.auth.commands.record_security_event import record_security_event
from services.auth.commands.register_person import groups_of
from services.auth.models import Role, SecurityEvent
from services.auth.queries import find_person, list_roles

SET_ROLES = "auth.set_roles"


class RolesUnchanged(Conflict):
    """The person has exactly these roles."""


class OwnRoles(Forbidden):
    """Somebody else must agree to the roles that you would gain."""


def ask_for_roles(
    *, person_id: UUID, roles: Iterable[str], reason: str, actor_id: UUID, now: datetime
) -> Request:
    """Ask for a person to have exactly these roles; nothing changes until somebody else agrees.

    Raises:
        Unproven: whoever asks is no administrator any more.
        PersonNotFound: there is none.
        RolesInvalid: there is no such role, or none at all.
        RolesUnchanged: see there.
        LastAdministrator: nobody else would be one.

    """
    require_administrator(person_id=actor_id)
    names = read_roles(roles)
    person = find_person(person_id=person_id)
    if names == person.roles:
        raise RolesUnchanged(field="roles")
    with transaction.atomic():
        if Role.ADMINISTRATOR not in names:
            require_another_administrator(person_id=person_id)
        return ask(
            policy=SET_ROLES,
            subject_id=person_id,
            arguments={"person_id": str(person_id), "roles": names},
            maker_id=actor_id,
            reason=reason,
            now=now,
        )


def describe_roles(arguments: dict[str, Any], /) -> Description:
    """Return what would change.

    Raises:
        PersonNotFound: the person is gone.

    """
    person = find_person(person_id=UUID(arguments["person_id"]))
    return Description(
        title="Change somebody's roles",
        before={"person": person.email, "roles": ", ".join(person.roles)},
        after={"person": person.email, "roles": ", ".join(arguments["roles"])},
    )


def carry_out_roles(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Give a person exactly these roles. Their tokens say so from the next refresh on.

    Raises:
        Unproven: the second person is no administrator any more.
        PersonNotFound: the person is gone.
        OwnRoles: the second person would gain something.
        LastAdministrator: nobody else would be one.

    """
    person_id, names = UUID(arguments["person_id"]), list(arguments["roles"])
    if Role.ADMINISTRATOR not in names:
        require_another_administrator(person_id=person_id)
    require_administrator(person_id=checker_id)
    user = lock_person(person_id=person_id)
    had = list_roles(user=user)
    if checker_id == person_id and set(names) - set(had):
        raise OwnRoles
    user.groups.set(groups_of(names))
    mail_person(email=user.email, kind="roles_changed", roles=", ".join(names))
    record_security_event(
        person_id=user.id, event=SecurityEvent.ROLES_CHANGED, actor_id=checker_id, now=now
    )
    record_edit(
        service="auth",
        subject_type="person",
        subject_id=user.id,
        action=SecurityEvent.ROLES_CHANGED.value,
        actor_id=checker_id,
        before={"roles": had},
        after={"roles": names, "asked_by": maker_id},
        now=now,
    )
    return {"roles": names}
