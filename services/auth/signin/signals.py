"""What allauth says has happened becomes the sign-in log and the metrics."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import signals
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from services.auth import commands, queries
from services.auth.models import CodePurpose, SecurityEvent, SignInFactor, SignInResult, User
from services.auth.signin.codes import EVENTS
from services.auth.signin.origin import origin_of

_REJECTED: Final[dict[Signal, CodePurpose]] = {
    signals.login_code_rejected: CodePurpose.SIGN_IN,
    signals.email_verification_code_rejected: CodePurpose.VERIFY_EMAIL,
    signals.password_reset_code_rejected: CodePurpose.RESET_PASSWORD,
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


@receiver(user_logged_in)
def begin_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Begin the session's life."""
    queries.renew_session(request.session, user=user, now=timezone.now())


@receiver(signals.user_logged_in)
def log_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Log a sign-in, when all its steps are done."""
    commands.record_security_event(
        person_id=user.id,
        event=SecurityEvent.SIGN_IN,
        factor=queries.last_factor(request.session),
        now=timezone.now(),
        origin=origin_of(request),
    )


@receiver(user_logged_out)
def log_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Log a sign-out; one of nobody is none."""
    if user is None:
        return
    commands.record_security_event(
        person_id=user.id,
        event=SecurityEvent.SIGN_OUT,
        now=timezone.now(),
        origin=origin_of(request),
    )


@receiver(list(_REJECTED))
def log_wrong_code(signal: Signal, request: HttpRequest, user: User, **details: Any) -> None:
    """Log a wrong code, and that it was the last try when it was."""
    purpose, last = _REJECTED[signal], details["last_attempt"]
    commands.record_security_event(
        person_id=user.id,
        event=EVENTS[purpose],
        result=SignInResult.LOCKED if last else SignInResult.FAILED,
        factor=SignInFactor.EMAIL_CODE,
        now=timezone.now(),
        origin=origin_of(request),
    )


@receiver(signals.user_signed_up)
def log_sign_up(request: HttpRequest, user: User, **_: Any) -> None:
    """Log that a person joined."""
    _log(request, user, SecurityEvent.SIGNED_UP)


@receiver([signals.password_changed, signals.password_set])
def log_password_change(request: HttpRequest, user: User, **_: Any) -> None:
    """Log a new password."""
    _log(request, user, SecurityEvent.PASSWORD_CHANGED, factor=SignInFactor.PASSWORD)


@receiver(signals.password_reset)
def log_password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """Log a new password in place of a forgotten one."""
    _log(request, user, SecurityEvent.PASSWORD_RESET, factor=SignInFactor.EMAIL_CODE)


@receiver(signals.email_changed)
def log_email_change(request: HttpRequest, user: User, from_email_address: Any, **_: Any) -> None:
    """Log a new address; the first one of a sign-up, which allauth tells too, is proven only."""
    was_changed = from_email_address is not None
    event = SecurityEvent.EMAIL_CHANGED if was_changed else SecurityEvent.EMAIL_VERIFIED
    _log(request, user, event, factor=SignInFactor.EMAIL_CODE)


@receiver(mfa_signals.authenticator_added)
def log_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Log a new factor; recovery codes are one, and have an event of their own."""
    made = authenticator.type == Authenticator.Type.RECOVERY_CODES
    event = SecurityEvent.RECOVERY_CODES_MADE if made else SecurityEvent.FACTOR_ADDED
    _log(request, user, event, factor=_factor(authenticator))


@receiver(mfa_signals.authenticator_reset)
def log_recovery_codes(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Log new recovery codes."""
    _log(request, user, SecurityEvent.RECOVERY_CODES_MADE, factor=_factor(authenticator))


@receiver(mfa_signals.authenticator_removed)
def log_factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Log a factor that is gone."""
    _log(request, user, SecurityEvent.FACTOR_REMOVED, factor=_factor(authenticator))


@receiver(mfa_signals.authentication_failed)
def log_wrong_factor(
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **details: Any,
) -> None:
    """Log a wrong code of an app, or a wrong recovery code; tell the owner of too many."""
    locks = commands.count_wrong_factor(person_id=user.id, now=timezone.now())
    _log(
        request,
        user,
        SecurityEvent.STEP_UP if details.get("reauthentication") else SecurityEvent.SIGN_IN,
        factor=_factor(authenticator),
        result=SignInResult.LOCKED if locks else SignInResult.FAILED,
    )
    if locks:
        device = origin_of(request)["device"]
        commands.mail_person(email=user.email, kind="codes_locked", device=device)


@receiver(mfa_signals.authenticator_used)
def forget_wrong_factors(user: User, **_: Any) -> None:
    """Begin the count of wrong codes anew."""
    commands.forget_wrong_factors(person_id=user.id)


@receiver(signals.authentication_step_completed)
def log_step_up(request: HttpRequest, user: User, method: str, **details: Any) -> None:
    """Log that a factor was shown again."""
    if details.get("reauthenticated"):
        factor = queries.factor_of({"method": method, **details})
        _log(request, user, SecurityEvent.STEP_UP, factor=factor)


def _log(
    request: HttpRequest,
    user: User,
    event: SecurityEvent,
    *,
    factor: SignInFactor = SignInFactor.NONE,
    result: SignInResult = SignInResult.SUCCEEDED,
) -> None:
    commands.record_security_event(
        person_id=user.id,
        event=event,
        factor=factor,
        result=result,
        origin=origin_of(request),
        now=timezone.now(),
    )


def _factor(authenticator: Authenticator) -> SignInFactor:
    return queries.factor_of({"method": "mfa", "type": authenticator.type})
