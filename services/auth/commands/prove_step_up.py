"""The answer to a question for a fresh factor: counted first, then looked at."""

from __future__ import annotations

from dataclasses import dataclass
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
    make_countable,
    take_turn,
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


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenTry:
    """One of the tries of a question, and whether it locks the person unless it is right."""

    step_up: StepUp
    locks: bool


def take_try(*, person_id: UUID, step_up_id: UUID, method: StepUpMethod, now: datetime) -> TakenTry:
    """Use up one of the five tries, and count it as wrong, before anybody looks at what was given.

    So many answers at once have five tries together, and those to several questions ten. A mailed
    code counts itself (`check_code`). A passkey's challenge is given out here and is gone: it can
    be signed once.

    Raises:
        StepUpNotFound: there is none, or it is somebody else's.
        StepUpMethodUnusable: the person cannot prove it like that.
        StepUpOver: answered, expired, tried five times, or wrong answers have locked the person.

    """
    mine = StepUp.objects.filter(id=step_up_id, person_id=person_id)
    asked = mine.select_related("person").first()
    if asked is None:
        raise StepUpNotFound
    if method.value not in asked.methods:
        raise StepUpMethodUnusable(field="method")
    guesser = guesser_of(asked.person)
    make_countable(guesser=guesser, now=now)
    with transaction.atomic():
        locked = take_turn(guesser=guesser, now=now) is not None
        step_up = mine.select_for_update().get()
        if locked or _is_over(step_up, now=now):
            raise StepUpOver
        if method == StepUpMethod.PASSKEY and step_up.passkey_state is None:
            raise StepUpOver
        gone = {"passkey_state": None} if method == StepUpMethod.PASSKEY else {}
        mine.update(tries=F("tries") + 1, **gone)
        step_up.tries += 1
        counts = method != StepUpMethod.EMAIL
        locks = counts and count_wrong_code(guesser=guesser, now=now)
    return TakenTry(step_up=step_up, locks=locks)


def settle_step_up(
    *,
    taken: TakenTry,
    method: StepUpMethod,
    is_right: bool,
    origin: Origin = NOWHERE,
    now: datetime,
) -> None:
    """Close the question when the answer was right; log it either way.

    Raises:
        FactorWrong: the answer was not right.
        StepUpOver: another right answer was first.

    """
    step_up = taken.step_up
    if not is_right:
        _log_wrong(taken, method=method, origin=origin, now=now)
        raise FactorWrong(field="credential" if method == StepUpMethod.PASSKEY else "code")
    with transaction.atomic():
        first = StepUp.objects.filter(id=step_up.id, used_at=None).update(used_at=now)
        if not first:
            raise StepUpOver
        forget_wrong_codes(guesser=guesser_of(step_up.person))
        _log(step_up, method=method, result=SignInResult.SUCCEEDED, origin=origin, now=now)


def _is_over(step_up: StepUp, *, now: datetime) -> bool:
    late = step_up.expires_at <= now
    return step_up.used_at is not None or late or step_up.tries >= STEP_UP_TRIES


def _log_wrong(taken: TakenTry, *, method: StepUpMethod, origin: Origin, now: datetime) -> None:
    step_up = taken.step_up
    with transaction.atomic():
        locks = taken.locks
        if method == StepUpMethod.EMAIL:
            locks = locked_until(guesser=guesser_of(step_up.person), now=now) is not None
        over = locks or step_up.tries >= STEP_UP_TRIES
        result = SignInResult.LOCKED if over else SignInResult.FAILED
        if locks:
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
