"""allauth's inputs that carry a code, compared by the bank."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.headless.account.inputs import (
    ChangePasswordInput,
    ConfirmLoginCodeInput,
    ResetPasswordInput,
    ResetPasswordKeyInput,
    VerifyEmailInput,
)
from allauth.headless.mfa.inputs import AuthenticateInput, ReauthenticateInput
from django.core.exceptions import ValidationError
from django.utils import timezone

from services.auth.models import CodePurpose, User
from services.auth.signin.authenticators import use_code
from services.auth.signin.codes import fits
from services.auth.signin.limits import seconds_left
from services.auth.signin.refusals import TooManyRequests


class SignInCodeInput(ConfirmLoginCodeInput):
    """The code of a sign-in."""

    def clean_code(self) -> str:
        """Return the code when it is right."""
        code: str = self.cleaned_data["code"]
        _require(self.expected_code, code, purpose=CodePurpose.SIGN_IN)
        return code


class FactorInput(AuthenticateInput):
    """A code of an authenticator app, or a recovery code."""

    def clean_code(self) -> str:
        """Return the code when it is right and comes for the first time.

        Raises:
            TooManyRequests: there were too many in the last minutes.

        """
        with _limit_said(self.user):
            code: str = super().clean_code()
        _require_first_use(self, code)
        return code


class FreshFactorInput(ReauthenticateInput):
    """The same from somebody who is signed in."""

    def clean_code(self) -> str:
        """Return the code when it is right and comes for the first time.

        Raises:
            TooManyRequests: there were too many in the last minutes.

        """
        with _limit_said(self.user):
            code: str = super().clean_code()
        _require_first_use(self, code)
        return code


class PasswordChangeInput(ChangePasswordInput):
    """The password and a new one. Wrong ones count as they do when somebody signs in."""

    def clean_current_password(self) -> str:
        """Return the password when it is right.

        Raises:
            SignInLocked, TooManyRequests: there were too many wrong ones.

        """
        password: str = self.cleaned_data["current_password"]
        if password and not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class VerificationCodeInput(VerifyEmailInput):
    """The code that proves an address."""

    use: ClassVar[bool] = True

    def clean_key(self) -> str:
        """Return the code when it is right, and nobody proved the address meanwhile."""
        key: str = self.cleaned_data["key"]
        _require(self.process.code, key, purpose=CodePurpose.VERIFY_EMAIL, use=self.use)
        if not self.process.email_address.can_set_verified():
            raise get_adapter().validation_error("email_taken")
        return key


class VerificationCodeLook(VerificationCodeInput):
    """The same, only looked at."""

    use: ClassVar[bool] = False


class ResetCodeInput(ResetPasswordKeyInput):
    """The code for a new password, looked at."""

    def clean_key(self) -> str:
        """Return the code when it is right; it still works after that."""
        key: str = self.cleaned_data["key"]
        _require(self.code, key, purpose=CodePurpose.RESET_PASSWORD, use=False)
        return key


class NewPasswordInput(ResetPasswordInput):
    """The code and the new password. A password that is refused does not cost the code."""

    def clean_key(self) -> str:
        """Return the code when it is right."""
        key: str = self.cleaned_data["key"]
        _require(self.code, key, purpose=CodePurpose.RESET_PASSWORD, use=False)
        return key

    def clean(self) -> Any:
        """Use the code up when all is well.

        Without the right code nothing is said about the password: whether it resembles the person
        would tell that there is one.
        """
        if "key" in self.errors:
            return self.cleaned_data
        values = super().clean()
        if not self.errors:
            try:
                _require(self.code, values["key"], purpose=CodePurpose.RESET_PASSWORD)
            except ValidationError as wrong:
                self.add_error("key", wrong)
        return values


def _require(handle: Any, guess: str, *, purpose: CodePurpose, use: bool = True) -> None:
    if not fits(handle, guess, purpose=purpose, request=context.request, use=use):
        raise get_adapter().validation_error("incorrect_code")


def _require_first_use(form: Any, code: str) -> None:
    if not use_code(form.authenticator, code, now=timezone.now()):
        form._emit_authentication_failed(form.authenticator)  # noqa: SLF001
        raise get_adapter().validation_error("incorrect_code")


@contextmanager
def _limit_said(user: User) -> Iterator[None]:
    """Say how long to wait, where allauth says only that there were too many codes."""
    try:
        yield
    except ValidationError as refused:
        if refused.code != "too_many_login_attempts":
            raise
        # The key that allauth counts these under.
        key = f"mfa-auth-user-{user.pk}"
        left = seconds_left(context.request, action="login_failed", key=key)
        raise TooManyRequests(retry_after_seconds=left) from None
