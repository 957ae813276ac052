"""allauth's views that send and take codes, with the bank's codes in them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.stages import LoginStageController
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account import response
from allauth.headless.account.views import (
    ChangePasswordView,
    ConfirmLoginCodeView,
    ManageEmailView,
    ResendEmailVerificationCodeView,
    ResendLoginCodeView,
    ResetPasswordView,
    VerifyEmailView,
)
from allauth.headless.internal.restkit.response import ErrorResponse
from allauth.headless.mfa.views import AuthenticateView, ReauthenticateView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from services.auth import commands
from services.auth.metrics import count_otp
from services.auth.models import CodePurpose, User
from services.auth.signin.codes import channel_for
from services.auth.signin.inputs import (
    FactorInput,
    FreshFactorInput,
    NewPasswordInput,
    PasswordChangeInput,
    ResetCodeInput,
    SignInCodeInput,
    VerificationCodeInput,
    VerificationCodeLook,
)
from services.auth.signin.refusals import TooManyRequests

# The rate of `confirm_email` in config/sign_in.py.
_VERIFICATION_PAUSE: Final = 10


class SignInCodeView(ConfirmLoginCodeView):
    """Takes the code of a sign-in."""

    input_class = SignInCodeInput


class VerificationCodeView(VerifyEmailView):
    """Takes the code that proves an address; GET says whose it is and leaves it."""

    input_class = VerificationCodeInput

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at a code."""
        self.input_class = VerificationCodeLook
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer


class NewPasswordView(ResetPasswordView):
    """Takes the code and a new password; GET says whether the code is right and leaves it."""

    input_class = NewPasswordInput

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Look at a code: known and unknown addresses alike."""
        key = request.headers.get("X-Password-Reset-Key", "")
        form = ResetCodeInput({"key": key}, code=self.process.code)
        if not form.is_valid() or not self.process.user:
            self.process.record_invalid_attempt()
            return response_of(ErrorResponse(request, input=form))
        self.process.confirm_code()
        return response_of(response.PasswordResetKeyResponse(request, self.process.user))


class ResendSignInCodeView(ResendLoginCodeView):
    """Sends another code for a sign-in that waits for one; the one before dies."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE)
        if stage:
            replace_code(request, stage.state.get("code"))
        return _counted(super().post(request, *args, **kwargs), purpose=CodePurpose.SIGN_IN)


class ResendVerificationCodeView(ResendEmailVerificationCodeView):
    """Sends another code for an address that waits for one; the one before dies."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        replace_code(request, _pending_verification(request))
        try:
            answer = super().post(request, *args, **kwargs)
        except ImmediateHttpResponse as stopped:
            answer = stopped.response
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooManyRequests(retry_after_seconds=_VERIFICATION_PAUSE)
        return _counted(answer, purpose=CodePurpose.VERIFY_EMAIL)


class EmailView(ManageEmailView):
    """The addresses of a person; PUT sends the code for a new one again."""

    def put(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        replace_code(request, _pending_verification(request))
        return _counted(super().put(request, *args, **kwargs), purpose=CodePurpose.VERIFY_EMAIL)


class PasswordView(ChangePasswordView):
    """Takes a new password of somebody who is signed in."""

    input_class = PasswordChangeInput


class FactorView(AuthenticateView):
    """Takes a code of an authenticator app, or a recovery code, while a sign-in waits for it."""

    input_class = FactorInput

    def handle_input(self, data: Any) -> Any:
        """Look at the code, unless there were too many wrong ones.

        Raises:
            CodesLocked: see there.

        """
        with transaction.atomic():
            _take_turns(self.stage.login.user.pk)
            return super().handle_input(data)


class FreshFactorView(ReauthenticateView):
    """Takes such a code once more from somebody who is signed in."""

    input_class = FreshFactorInput

    def handle_input(self, data: Any) -> Any:
        """Look at the code, unless there were too many wrong ones.

        Raises:
            CodesLocked: see there.

        """
        with transaction.atomic():
            _take_turns(self.request.user.pk)
            return super().handle_input(data)


def _take_turns(person_id: UUID) -> None:
    """Let one code of a person be looked at and counted after the other: many at once have no more.

    Raises:
        CodesLocked: there were too many wrong ones.

    """
    User.objects.select_for_update().get(id=person_id)
    commands.require_factor_unlocked(person_id=person_id, now=timezone.now())


def replace_code(request: HttpRequest, handle: Any) -> None:
    """Note which code the next one replaces; codes.py reads it where that one is sent."""
    request.replaced_code = handle  # type: ignore[attr-defined]


def _pending_verification(request: HttpRequest) -> Any:
    return (request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY) or {}).get("code")


def _counted(answer: Any, *, purpose: CodePurpose) -> HttpResponse:
    if answer.status_code == HTTPStatus.OK:
        count_otp(stage="resent", purpose=purpose.value, channel=channel_for(purpose))
    return response_of(answer)


def response_of(answer: Any) -> HttpResponse:
    """Return what allauth, which has no types, answered."""
    assert isinstance(answer, HttpResponse)
    return answer
