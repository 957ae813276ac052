"""Ask for a fresh factor, bound to what it approves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from kernel.errors import TooOften
from kernel.step_up.digest import facts_digest
from kernel.step_up.operations import check_facts, sentence_of
from services.auth.commands.count_wrong_code import Guesser, address_hash_of, locked_until
from services.auth.commands.issue_code import CodesLocked, issue_code, new_digits
from services.auth.commands.mail_person import mail_person
from services.auth.models import CodePurpose, StepUp, StepUpMethod, User

STEP_UP_LIFE: Final = timedelta(minutes=5)
WATCHED: Final = timedelta(hours=1)
STARTED_PER_HOUR: Final = 100


class TooManyStepUps(TooOften):
    """There were too many attempts to confirm something; please wait an hour."""

    retry_after_seconds = 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class StartedStepUp:
    """The question, and the sentence that the person approves."""

    step_up: StepUp
    sentence: str


def start_step_up(
    *,
    user: User,
    operation: str,
    facts: Mapping[str, object],
    methods: Iterable[StepUpMethod],
    passkey_state: dict[str, Any] | None = None,
    now: datetime,
) -> StartedStepUp:
    """Keep the question for five minutes; mail a code and the sentence when that is the method.

    `methods` are those that the person can use, `passkey_state` what a passkey must sign.

    Raises:
        OperationUnknown: nothing of this name needs a fresh factor.
        FactsInvalid: they are not those of the operation.
        CodesLocked: there were too many wrong answers.
        TooManyStepUps: see there.

    """
    checked = check_facts(operation=operation, facts=facts)
    sentence = sentence_of(operation=operation, facts=checked)
    kinds = list(methods)
    with transaction.atomic():
        # One at a time for each person, so that nobody starts many at once and is counted late.
        User.objects.select_for_update().get(id=user.id)
        _require_calm(user, now=now)
        step_up = StepUp.objects.create(
            person=user,
            operation=operation,
            digest=bytes.fromhex(facts_digest(operation=operation, facts=checked)),
            methods=[kind.value for kind in kinds],
            passkey_state=passkey_state,
            created_at=now,
            expires_at=now + STEP_UP_LIFE,
        )
        if StepUpMethod.EMAIL in kinds:
            _mail_code(step_up, user=user, sentence=sentence, now=now)
    return StartedStepUp(step_up=step_up, sentence=sentence)


def guesser_of(user: User) -> Guesser:
    """Return whose wrong answers are counted together, whatever the factor."""
    return Guesser(
        purpose=CodePurpose.STEP_UP, person_id=user.id, address_hash=address_hash_of(user.email)
    )


def _mail_code(step_up: StepUp, *, user: User, sentence: str, now: datetime) -> None:
    digits = new_digits()
    issue_code(
        code_id=step_up.id,
        digits=digits,
        purpose=CodePurpose.STEP_UP,
        channel="email",
        person_id=user.id,
        address=user.email,
        now=now,
    )
    mail_person(email=user.email, kind="step_up", purpose="step_up", code=digits, sentence=sentence)


def _require_calm(user: User, *, now: datetime) -> None:
    until = locked_until(guesser=guesser_of(user), now=now)
    if until is not None:
        raise CodesLocked(retry_after_seconds=int((until - now).total_seconds()) + 1)
    started = StepUp.objects.filter(person=user, created_at__gt=now - WATCHED).count()
    if started >= STARTED_PER_HOUR:
        raise TooManyStepUps
