"""allauth's views that send a code again, counted."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.headless.account.views import ResendEmailVerificationCodeView, ResendLoginCodeView
from django.http import HttpRequest, HttpResponse

from services.auth.metrics import OtpPurpose, count_otp


class _Counted:
    """Counts what was really sent again."""

    purpose: ClassVar[OtpPurpose]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the code again and count it."""
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        if response.status_code == 200:  # noqa: PLR2004
            count_otp(stage="resent", purpose=self.purpose)
        return response


class ResendSignInCodeView(_Counted, ResendLoginCodeView):
    """A new code for a sign-in that waits for one."""

    purpose = "sign_in"


class ResendVerificationCodeView(_Counted, ResendEmailVerificationCodeView):
    """A new code for an address that waits for one."""

    purpose = "verify_email"
