"""What allauth says has happened becomes the sign-in log and the metrics."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import signals
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import EmailVerificationStage, LoginStageController
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from services.auth import commands
from services.auth.metrics import OtpPurpose, count_otp
from services.auth.models import SignInFactor, SignInResult, User
from services.auth.signin.origin import origin_of
from services.auth.signin.proofs import last_factor

_REJECTED: Final[dict[Signal, OtpPurpose]] = {
    signals.login_code_rejected: "sign_in",
    signals.email_verification_code_rejected: "verify_email",
    signals.password_reset_code_rejected: "reset_password",
}


@receiver(signals.user_signed_up)
def keep_first_password(request: HttpRequest, user: User, **_: Any) -> None:
    """Note that the password was shown: allauth does so at sign-ins only."""
    record_authentication(request, user, method="password", email=user.email)


@receiver(signals.email_confirmed)
def keep_first_code(request: HttpRequest, email_address: Any, **_: Any) -> None:
    """Note that the code of a sign-up was shown: it is that session's second factor.

    An address can be proven on the way of something else, too: by a sign-in code, say.
    """
    if LoginStageController.enter(request, EmailVerificationStage.key):
        email = email_address.email
        record_authentication(
            request, email_address.user, method="code", email=email, purpose="verify_email"
        )
    elif request.user.is_authenticated:
        count_otp(stage="verified", purpose="verify_email")


@receiver(signals.authentication_step_completed)
def count_code(method: str, purpose: OtpPurpose = "sign_in", **_: Any) -> None:
    """Count a code that was right."""
    if method == "code":
        count_otp(stage="verified", purpose=purpose)


@receiver(signals.password_reset)
def count_reset_code(**_: Any) -> None:
    """Count the code that let somebody choose a new password."""
    count_otp(stage="verified", purpose="reset_password")


@receiver(signals.user_logged_in)
def log_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Log a sign-in, when all its steps are done."""
    commands.record_sign_in(
        person_id=user.id,
        result=SignInResult.SUCCEEDED,
        factor=last_factor(request.session),
        now=timezone.now(),
        **origin_of(request),
    )


@receiver(user_logged_out)
def log_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Log a sign-out; one of nobody is none."""
    if user is None:
        return
    commands.record_sign_in(
        person_id=user.id,
        result=SignInResult.SIGNED_OUT,
        factor=SignInFactor.NONE,
        now=timezone.now(),
        **origin_of(request),
    )


@receiver(list(_REJECTED))
def log_wrong_code(signal: Signal, request: HttpRequest, user: User, **details: Any) -> None:
    """Log a wrong code, and that it was the last try when it was."""
    purpose, last = _REJECTED[signal], details["last_attempt"]
    count_otp(stage="rejected", purpose=purpose)
    if last:
        count_otp(stage="locked", purpose=purpose)
    commands.record_sign_in(
        person_id=user.id,
        result=SignInResult.LOCKED if last else SignInResult.FAILED,
        factor=SignInFactor.EMAIL_CODE,
        now=timezone.now(),
        **origin_of(request),
    )
