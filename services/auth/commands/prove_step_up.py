"""The answer to a question for a fresh factor: counted first, then looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kernel.errors import Conflict, Invalid, NotFound
from services.auth.commands.count_wrong_code import (
    count_wrong_code,
    forget_wrong_codes,
    locked_until,
)
from services.auth.commands.mail_person import mail_person
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.commands.start_step_up import guesser_of
from services.auth.models import (
    STEP_UP_TRIES,
    SecurityEvent,
    SignInFactor,
    SignInResult,
    StepUp,
    StepUpMethod,
)

_FACTOR: Final = {
    StepUpMethod.OTP: SignInFactor.TOTP,
    StepUpMethod.PASSKEY: SignInFactor.PASSKEY,
    StepUpMethod.EMAIL: SignInFactor.EMAIL_CODE,
}


class StepUpNotFound(NotFound):
    """There is no such question for a fresh factor."""


class StepUpOver(Conflict):
    """It is too late or was tried too often; please start again."""


class StepUpMethodUnusable(Invalid):
    """Please confirm in one of the ways that were offered."""


class FactorWrong(Invalid):
    """The code or the passkey is not right."""


def take_try(*, person_id: UUID, step_up_id: UUID, method: StepUpMethod, now: datetime) -> StepUp:
    """Use up one of the five tries, before anybody looks at what was given.

    So many answers at once have five tries together. A passkey's challenge is given out here and
    is gone: it can be signed once.

    Raises:
        StepUpNotFound: there is none, or it is somebody else's.
        StepUpMethodUnusable: the person cannot prove it like that.
        StepUpOver: answered, expired, tried five times, or wrong answers have locked the person.

    """
    with transaction.atomic():
        mine = StepUp.objects.select_for_update().filter(id=step_up_id, person_id=person_id)
        step_up = mine.first()
        if step_up is None:
            raise StepUpNotFound
        if method.value not in step_up.methods:
            raise StepUpMethodUnusable(field="method")
        if _is_over(step_up, now=now):
            raise StepUpOver
        if method == StepUpMethod.PASSKEY and step_up.passkey_state is None:
            raise StepUpOver
        gone = {"passkey_state": None} if method == StepUpMethod.PASSKEY else {}
        mine.update(tries=F("tries") + 1, **gone)
        step_up.tries += 1
    return step_up


def settle_step_up(
    *,
    step_up: StepUp,
    method: StepUpMethod,
    is_right: bool,
    origin: Origin = NOWHERE,
    now: datetime,
) -> None:
    """Close the question when the answer was right; count and log it either way.

    A mailed code has counted itself (`check_code`).

    Raises:
        FactorWrong: the answer was not right.
        StepUpOver: another right answer was first.

    """
    if not is_right:
        _count_wrong(step_up, method=method, origin=origin, now=now)
        raise FactorWrong(field="credential" if method == StepUpMethod.PASSKEY else "code")
    with transaction.atomic():
        first = StepUp.objects.filter(id=step_up.id, used_at=None).update(used_at=now)
        if not first:
            raise StepUpOver
        forget_wrong_codes(guesser=guesser_of(step_up.person))
        _log(step_up, method=method, result=SignInResult.SUCCEEDED, origin=origin, now=now)


def _is_over(step_up: StepUp, *, now: datetime) -> bool:
    if step_up.used_at or step_up.expires_at <= now or step_up.tries >= STEP_UP_TRIES:
        return True
    return locked_until(guesser=guesser_of(step_up.person), now=now) is not None


def _count_wrong(step_up: StepUp, *, method: StepUpMethod, origin: Origin, now: datetime) -> None:
    guesser = guesser_of(step_up.person)
    with transaction.atomic():
        if method == StepUpMethod.EMAIL:
            locked = locked_until(guesser=guesser, now=now) is not None
        else:
            locked = count_wrong_code(guesser=guesser, now=now)
        over = locked or step_up.tries >= STEP_UP_TRIES
        result = SignInResult.LOCKED if over else SignInResult.FAILED
        if locked:
            mail_person(email=step_up.person.email, kind="codes_locked", device=origin["device"])
        _log(step_up, method=method, result=result, origin=origin, now=now)


def _log(
    step_up: StepUp, *, method: StepUpMethod, result: SignInResult, origin: Origin, now: datetime
) -> None:
    record_security_event(
        person_id=step_up.person_id,
        event=SecurityEvent.STEP_UP,
        result=result,
        factor=_FACTOR[method],
        origin=origin,
        now=now,
    )
