"""Where django-allauth asks the bank: accounts, the portal's addresses, factors, OpenID Connect."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.headless.base.response import AuthenticationResponse
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_bytes

from services.auth import commands, queries
from services.auth.models import SignInFactor, SignInResult, User
from services.auth.signin.mails import TEMPLATES, send_after_commit
from services.auth.signin.origin import origin_of


class AccountAdapter(DefaultAccountAdapter):
    """Signing up and signing in."""

    def is_login_by_code_required(self, login: Login) -> bool:
        """Return whether a code is mailed: after a password, unless a better factor is enrolled."""
        if login.signup:
            # The address is being verified by a code already.
            return False
        if FactorAdapter().is_mfa_enabled(
            login.user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ):
            return False
        return bool(super().is_login_by_code_required(login))

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002
        """Register the person whom a valid sign-up form describes."""
        values = form.cleaned_data
        try:
            return commands.register_person(
                email=values["email"],
                password=values["password"],
                phone=values["phone"],
                date_of_birth=values["date_of_birth"],
                now=timezone.now(),
            )
        except commands.EmailTaken:
            # Two sign-ups at the same moment: the second is answered as any for a known address.
            answer = prevent_enumeration(request, email=values["email"])
            raise ImmediateHttpResponse(
                AuthenticationResponse.from_response(request, answer)
            ) from None

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of a known address, at the price of the hash that a new one costs."""
        make_password("as long as for somebody new")
        super().send_account_already_exists_mail(email)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return the mail in the bank's words where it has some."""
        prefix = TEMPLATES.get(template_prefix, template_prefix)
        words = {"bank_name": settings.BANK_NAME, "bank_url": settings.PUBLIC_URL}
        message: EmailMessage = super().render_mail(prefix, email, context | words, headers)
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail after the commit."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        send_after_commit(message, kind=template_prefix)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password, for known and unknown addresses with the same work."""
        commands.record_sign_in(
            person_id=queries.find_person_id(email=credentials.get("email", "")),
            result=SignInResult.FAILED,
            factor=SignInFactor.PASSWORD,
            now=timezone.now(),
            **origin_of(request),
        )


class HeadlessAdapter(DefaultHeadlessAdapter):
    """Addresses in mails."""

    def get_frontend_url(self, urlname: str, **kwargs: Any) -> str | None:  # noqa: ARG002
        """Return a page of the portal, never on a host that the request named."""
        page = settings.HEADLESS_FRONTEND_URLS.get(urlname)
        return None if page is None else settings.PUBLIC_URL + page


class FactorAdapter(DefaultMFAAdapter):
    """Authenticators."""

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app shows beside the code."""
        return settings.BANK_NAME

    def encrypt(self, text: str) -> str:
        """Return a factor's secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a factor's secret that the database kept."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class ProviderAdapter(DefaultOIDCAdapter):
    """OpenID Connect, with one issuer whatever host a request names."""

    def get_issuer(self) -> str:
        """Return the issuer of every token."""
        return settings.ISSUER

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Put every published address under the bank's own."""
        base = self.request.build_absolute_uri("/").rstrip("/")
        for name, value in data.items():
            if isinstance(value, str) and value.startswith(f"{base}/"):
                data[name] = settings.PUBLIC_URL + value.removeprefix(base)


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salted = [b"identity.factors:" + force_bytes(secret) for secret in secrets]
    digests = [hashlib.sha256(secret).digest() for secret in salted]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
