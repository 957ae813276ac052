"""Fresh factors: authenticator, passkey or mailed code; and the approval that auth signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import jwt
from allauth.core.internal import jwkkit
from allauth.idp.oidc.adapter import get_adapter
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import get_credentials, get_server
from django.conf import settings
from fido2.webauthn import UserVerificationRequirement

from kernel.http.step_up import TOKEN_USE
from kernel.ids import new_id
from services.auth import commands
from services.auth.models import CodePurpose, StepUp, StepUpMethod, User
from services.auth.signin.authenticators import use_code

APPROVAL_SECONDS: Final = 300
# The names of a token's `amr`.
_AMR: Final = {StepUpMethod.OTP: "otp", StepUpMethod.PASSKEY: "pop", StepUpMethod.EMAIL: "email"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What the client shows: the sentence, the ways to confirm it, and what a passkey signs."""

    id: UUID
    sentence: str
    methods: list[str]
    passkey: dict[str, Any] | None
    expires_at: datetime


def ask(*, user: User, operation: str, facts: Mapping[str, object], now: datetime) -> Question:
    """Ask a person for a fresh factor: what they have enrolled, else a code by e-mail.

    Raises:
        OperationUnknown, FactsInvalid, CodesLocked, TooManyStepUps: see `commands.start_step_up`.

    """
    methods = _methods(user)
    options, state = _challenge(user) if StepUpMethod.PASSKEY in methods else (None, None)
    started = commands.start_step_up(
        user=user,
        operation=operation,
        facts=facts,
        methods=methods,
        passkey_state=state,
        now=now,
    )
    return Question(
        id=started.step_up.id,
        sentence=started.sentence,
        methods=started.step_up.methods,
        passkey=options,
        expires_at=started.step_up.expires_at,
    )


def answer(
    *,
    user: User,
    step_up_id: UUID,
    method: StepUpMethod,
    code: str = "",
    credential: dict[str, Any] | None = None,
    origin: commands.Origin,
    now: datetime,
) -> str:
    """Return the approval, a signed token for exactly what was asked, or refuse.

    Raises:
        StepUpNotFound, StepUpMethodUnusable, StepUpOver, FactorWrong: see `commands.take_try` and
            `commands.settle_step_up`.

    """
    taken = commands.take_try(person_id=user.id, step_up_id=step_up_id, method=method, now=now)
    step_up = taken.step_up
    is_right = {
        StepUpMethod.OTP: lambda: _is_authenticator_code(user, code, now=now),
        StepUpMethod.PASSKEY: lambda: _is_passkey(user, step_up, credential or {}),
        StepUpMethod.EMAIL: lambda: _is_mailed_code(step_up, code, now=now),
    }[method]()
    commands.settle_step_up(taken=taken, method=method, is_right=is_right, origin=origin, now=now)
    return _approval(step_up, method=method, now=now)


def _methods(user: User) -> list[StepUpMethod]:
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    enrolled = [
        method
        for method, kind in (
            (StepUpMethod.PASSKEY, Authenticator.Type.WEBAUTHN),
            (StepUpMethod.OTP, Authenticator.Type.TOTP),
        )
        if kind in kinds
    ]
    return enrolled or [StepUpMethod.EMAIL]


def _challenge(user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    options, state = get_server().authenticate_begin(
        credentials=get_credentials(user),
        user_verification=UserVerificationRequirement(mfa_settings.WEBAUTHN_USER_VERIFICATION),
    )
    return dict(options), state


def _is_authenticator_code(user: User, code: str, *, now: datetime) -> bool:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is None or not found.wrap().validate_code(code):
        return False
    if not use_code(found, code, now=now):
        return False
    found.record_usage()
    return True


def _is_mailed_code(step_up: StepUp, code: str, *, now: datetime) -> bool:
    verdict = commands.check_code(
        code_id=step_up.id, purpose=CodePurpose.STEP_UP, guess=code, now=now
    )
    return verdict == commands.CodeVerdict.RIGHT


def _is_passkey(user: User, step_up: StepUp, credential: dict[str, Any]) -> bool:
    try:
        get_server().authenticate_complete(step_up.passkey_state, get_credentials(user), credential)
    except (ValueError, TypeError, KeyError, AttributeError):
        # What a client sends as a credential can be anything.
        return False
    return True


def _approval(step_up: StepUp, *, method: StepUpMethod, now: datetime) -> str:
    issued_at = int(now.timestamp())
    claims = {
        "iss": settings.ISSUER,
        "aud": settings.TOKEN_AUDIENCE,
        "sub": str(step_up.person_id),
        "jti": str(new_id()),
        "iat": issued_at,
        "exp": issued_at + APPROVAL_SECONDS,
        "token_use": TOKEN_USE,
        "operation": step_up.operation,
        "facts_sha256": bytes(step_up.digest).hex(),
        "amr": [_AMR[method]],
    }
    jwk, key = jwkkit.load_jwk_from_pem(get_adapter().get_signing_key().pem)
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": jwk["kid"]})
