"""What is written down when something about a customer changes, and how it is read again.

Every value is sealed with the customer's own key before it goes into the audit, so that erasing the
customer shreds the history too. What says nothing about a person stays readable: see `PLAIN`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from kernel.audit.commands import Change, record_edits
from kernel.audit.content import SEALED
from kernel.audit.models import Edit
from kernel.audit.queries import list_edits
from kernel.crypto import CannotUnseal
from services.accounts.models import Customer
from services.accounts.sealing import PersonKey, is_sealed_text

SERVICE: Final = "accounts"
CUSTOMER: Final = "customer"
ACCOUNT: Final = "account"
REVEALED: Final = "revealed"
PLAIN: Final = frozenset(
    {
        "status",
        "language",
        "kind",
        "verdict",
        "document",
        "media_type",
        "sha256",
        "address",
        "undoes",
        "fields",
        "import",
    }
)
# What a person wrote about an account.
_WRITTEN: Final = frozenset({"nickname"})
# Telling people what they were checked for, or who looked, may be against the law.
STAFF_ONLY: Final = frozenset({"checked", REVEALED, "exported", "document.opened"})
HIDDEN: Final = "(hidden)"


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """One line of a diff. None: there was nothing, there is nothing any more, or it is hidden."""

    field: str
    before: Any
    after: Any
    is_hidden: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerEdit:
    """One edit as people read it."""

    id: UUID
    action: str
    actor_id: UUID | None
    reason: str
    request_id: str
    happened_at: datetime
    changes: list[FieldChange]


def customer_change(
    *,
    customer: Customer,
    action: str,
    actor_id: UUID | None,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> Change:
    """Return an edit of a customer with its personal values sealed; only what differs is kept."""
    old, new = dict(before or {}), dict(after or {})
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    key = customer.person_key()
    return Change(
        subject_type=CUSTOMER,
        subject_id=customer.id,
        action=action,
        actor_id=actor_id,
        before=_sealed(old, differing, customer=customer, key=key),
        after=_sealed(new, differing, customer=customer, key=key),
        reason=_sealed_reason(reason, customer=customer, key=key),
        now=now,
    )


def account_change(
    *,
    account_id: UUID,
    owner: Customer,
    action: str,
    actor_id: UUID | None,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
    reason: str = "",
) -> Change:
    """Return an edit of an account; what people wrote is sealed with its first owner's key."""
    key = owner.person_key() if reason or _WRITTEN & {*(before or {}), *(after or {})} else None
    seal = partial(_sealed_writing, key=key, account_id=account_id)
    if before and after:
        same = {name for name in _WRITTEN if before.get(name) == after.get(name)}
        before = {name: value for name, value in before.items() if name not in same}
        after = {name: value for name, value in after.items() if name not in same}
    return Change(
        subject_type=ACCOUNT,
        subject_id=account_id,
        action=action,
        actor_id=actor_id,
        before=None if before is None else {name: seal(name, before[name]) for name in before},
        after=None if after is None else {name: seal(name, after[name]) for name in after},
        reason=""
        if key is None
        else key.seal_text(reason, context=_writing(account_id, "reason"))
        if reason
        else "",
        now=now,
    )


def account_reveal(*, account_id: UUID, owner: Customer) -> Callable[[str, bytes], str | None]:
    """Return what opens the sealed values of an account's edits; None once the owner is erased."""
    key = owner.person_key()

    def reveal(name: str, sealed: bytes) -> str | None:
        try:
            return None if key is None else key.unseal(sealed, context=_writing(account_id, name))
        except CannotUnseal:
            return None

    return reveal


def account_reason(reason: str, *, account_id: UUID, owner: Customer) -> str:
    """Return the reason of an account's edit as people read it."""
    key = owner.person_key()
    if not is_sealed_text(reason):
        return reason
    try:
        context = _writing(account_id, "reason")
        return HIDDEN if key is None else key.unseal_text(reason, context=context)
    except CannotUnseal:
        return HIDDEN


def _sealed_writing(name: str, value: object, *, key: PersonKey | None, account_id: UUID) -> object:
    if name not in _WRITTEN or value in (None, ""):
        return value
    return None if key is None else key.seal(str(value), context=_writing(account_id, name))


def _writing(account_id: UUID, name: str) -> str:
    return f"audit_edit.account.{name}:{account_id}"


def record_customer_edit(**values: Any) -> None:
    """Write one edit of a customer; see `customer_change`. Call it last in a command."""
    record_edits(service=SERVICE, changes=[customer_change(**values)])


def list_customer_edits(
    *,
    customer: Customer,
    cursor: list[Any] | None,
    limit: int,
    is_open: bool,
    is_for_staff: bool,
) -> tuple[list[CustomerEdit], list[Any] | None]:
    """Return a page of what was changed about a customer, the newest first, and the next position.

    What staff looked at and found is shown to staff only, so that a page may be shorter than
    `limit`. Sealed values are shown when `is_open` and the customer is not erased.
    """
    edits, following = list_edits(
        service=SERVICE, subject_type=CUSTOMER, subject_id=customer.id, cursor=cursor, limit=limit
    )
    key = customer.person_key() if is_open else None
    shown = [edit for edit in edits if is_for_staff or edit.action not in STAFF_ONLY]
    return [_readable(edit, customer=customer, key=key) for edit in shown], following


def _sealed(
    values: Mapping[str, object], names: list[str], *, customer: Customer, key: PersonKey | None
) -> dict[str, object] | None:
    kept: dict[str, object] = {}
    for name in names:
        value = values.get(name)
        if value in (None, ""):
            continue
        if name in PLAIN:
            kept[name] = value
        elif key is not None:
            text = json.dumps(value, default=str, sort_keys=True)
            kept[name] = key.seal(text, context=_context(customer, name))
    return kept or None


def _sealed_reason(reason: str, *, customer: Customer, key: PersonKey | None) -> str:
    if not reason or key is None:
        return ""
    return key.seal_text(reason, context=_context(customer, "reason"))


def _readable(edit: Edit, *, customer: Customer, key: PersonKey | None) -> CustomerEdit:
    before = json.loads(edit.before) if edit.before else {}
    after = json.loads(edit.after) if edit.after else {}
    return CustomerEdit(
        id=edit.id,
        action=edit.action,
        actor_id=edit.actor_id,
        reason=_opened_reason(edit.reason, customer=customer, key=key),
        request_id=edit.request_id,
        happened_at=edit.happened_at,
        changes=[
            _field_change(name, before.get(name), after.get(name), customer=customer, key=key)
            for name in sorted({*before, *after})
        ],
    )


def _field_change(
    name: str, before: Any, after: Any, *, customer: Customer, key: PersonKey | None
) -> FieldChange:
    old, old_is_hidden = _opened(before, name, customer=customer, key=key)
    new, new_is_hidden = _opened(after, name, customer=customer, key=key)
    return FieldChange(field=name, before=old, after=new, is_hidden=old_is_hidden or new_is_hidden)


def _opened(
    value: Any, name: str, *, customer: Customer, key: PersonKey | None
) -> tuple[Any, bool]:
    """Return a value that can be read, and whether it is hidden."""
    if not (isinstance(value, dict) and set(value) == {SEALED}):
        return value, False
    if key is None:
        return None, True
    try:
        raw = base64.b64decode(value[SEALED])
        return json.loads(key.unseal(raw, context=_context(customer, name))), False
    except CannotUnseal:
        return None, True


def _opened_reason(reason: str, *, customer: Customer, key: PersonKey | None) -> str:
    if not is_sealed_text(reason):
        return reason
    if key is None:
        return HIDDEN
    try:
        return key.unseal_text(reason, context=_context(customer, "reason"))
    except CannotUnseal:
        return HIDDEN


def _context(customer: Customer, name: str) -> str:
    return f"audit_edit.customer.{name}:{customer.id}"
