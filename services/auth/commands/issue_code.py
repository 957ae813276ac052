"""A one-time code is sent."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel.crypto import keyed_hash
from kernel.errors import Refused, TooOften
from services.auth.commands.count_wrong_code import Guesser, address_hash_of, locked_until
from services.auth.models import CODES_IN_A_FLOW, CodePurpose, OneTimeCode

CODE_LIFE: Final = timedelta(minutes=5)
CODE_DIGITS: Final = 6


class CodesLocked(TooOften):
    """There were too many wrong codes; codes work again later."""

    def __init__(self, *, retry_after_seconds: int) -> None:
        """Keep after how many seconds they do."""
        super().__init__(extra={"retry_after": retry_after_seconds})
        self.retry_after_seconds = retry_after_seconds


class NoMoreCodes(Refused):
    """No more codes are sent for this; please begin anew."""


def new_digits() -> str:
    """Return six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hash_code(*, code_id: UUID, digits: str) -> bytes:
    """Return what is kept of a code: a keyed hash, another one for each row."""
    return keyed_hash(digits, context=f"identity.code.{code_id}")


def issue_code(
    *,
    code_id: UUID,
    digits: str,
    purpose: CodePurpose,
    channel: str,
    person_id: UUID | None,
    address: str,
    replaces: UUID | None = None,
    now: datetime,
) -> None:
    """Let a code work for five minutes, once, for one purpose; the one that it replaces dies.

    Raises:
        CodesLocked: this person, or this address, had too many wrong codes.
        NoMoreCodes: the flow has had its three, or its last one was replaced a moment ago.

    """
    guesser = Guesser(purpose=purpose, person_id=person_id, address_hash=address_hash_of(address))
    until = locked_until(guesser=guesser, now=now)
    if until is not None:
        raise CodesLocked(retry_after_seconds=int((until - now).total_seconds()) + 1)
    with transaction.atomic():
        number = 1 if replaces is None else _replace(replaces, purpose=purpose, now=now)
        OneTimeCode.objects.create(
            id=code_id,
            purpose=purpose,
            channel=channel,
            person_id=person_id,
            address_hash=guesser.address_hash,
            code_hash=hash_code(code_id=code_id, digits=digits),
            number=number,
            created_at=now,
            expires_at=now + CODE_LIFE,
        )


def _replace(code_id: UUID, *, purpose: CodePurpose, now: datetime) -> int:
    # One update decides between two requests for another code.
    replaceable = Q(id=code_id, purpose=purpose, used_at=None, superseded_at=None)
    replaced = OneTimeCode.objects.filter(replaceable, number__lt=CODES_IN_A_FLOW)
    if not replaced.update(superseded_at=now):
        raise NoMoreCodes
    return OneTimeCode.objects.values_list("number", flat=True).get(id=code_id) + 1
