"""Somebody shows a one-time code."""

from __future__ import annotations

import hmac
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kernel.crypto import keyed_hashes
from services.auth.commands.count_wrong_code import (
    Guesser,
    count_wrong_code,
    forget_wrong_codes,
    make_countable,
    take_turn,
)
from services.auth.commands.issue_code import CODE_DIGITS
from services.auth.metrics import OtpStage, count_otp
from services.auth.models import CodePurpose, OneTimeCode


class CodeVerdict(Enum):
    """What a code was worth. Whoever shows it hears only whether it was right."""

    RIGHT = "right"
    WRONG = "wrong"
    # Wrong, and now codes of this person are locked for a while: the owner is to be told.
    LOCKED_NOW = "locked_now"
    # Nothing was compared: it is used, replaced, expired, out of tries, locked or of nobody.
    DEAD = "dead"


_SEPARATORS: Final = str.maketrans("", "", " -")


def check_code(
    *, code_id: UUID | None, purpose: CodePurpose, guess: str, use: bool = True, now: datetime
) -> CodeVerdict:
    """Compare a guess with a code that was sent; a right one is used up by it.

    The try is taken before the comparison, by one conditional update, so of any number of guesses
    at one moment five are compared; and of those for one person, whatever the codes, ten. With
    `use=False` a right code stays and costs no try. It is a transaction of its own: a try that is
    rolled back would not count.
    """
    code = OneTimeCode.objects.filter(id=code_id, purpose=purpose).first()
    if code is None:
        return CodeVerdict.DEAD
    guesser = Guesser(
        purpose=purpose, person_id=code.person_id, address_hash=bytes(code.address_hash)
    )
    make_countable(guesser=guesser, now=now)
    with transaction.atomic(durable=True):
        if take_turn(guesser=guesser, now=now) or not _take_try(code, now=now):
            return CodeVerdict.DEAD
        if _fits(code, guess):
            _keep_right(code, use=use, guesser=guesser, now=now)
            stage: OtpStage | None = "verified" if use else None
            verdict = CodeVerdict.RIGHT
        else:
            locks = count_wrong_code(guesser=guesser, now=now)
            stage, verdict = "rejected", CodeVerdict.LOCKED_NOW if locks else CodeVerdict.WRONG
    if stage:
        count_otp(stage=stage, purpose=purpose.value, channel=code.channel)
    if verdict == CodeVerdict.LOCKED_NOW or (stage == "rejected" and code.tries_left == 1):
        count_otp(stage="locked", purpose=purpose.value, channel=code.channel)
    return verdict


def _take_try(code: OneTimeCode, *, now: datetime) -> bool:
    live = OneTimeCode.objects.filter(
        id=code.id, tries_left__gt=0, used_at=None, superseded_at=None, expires_at__gt=now
    )
    return bool(live.update(tries_left=F("tries_left") - 1))


def _fits(code: OneTimeCode, guess: str) -> bool:
    digits = guess.translate(_SEPARATORS)
    if len(digits) != CODE_DIGITS or not digits.isascii() or not digits.isdigit():
        return False
    kept = bytes(code.code_hash)
    hashes = keyed_hashes(digits, context=f"identity.code.{code.id}")
    return any(hmac.compare_digest(kept, candidate) for candidate in hashes)


def _keep_right(code: OneTimeCode, *, use: bool, guesser: Guesser, now: datetime) -> None:
    same = OneTimeCode.objects.filter(id=code.id)
    if use:
        same.update(used_at=now)
        forget_wrong_codes(guesser=guesser)
    else:
        same.update(tries_left=F("tries_left") + 1)
