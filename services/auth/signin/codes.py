"""allauth's codes, kept by the bank.

allauth makes a code, keeps it in the session as it is, and compares it there. Here the session only
ever holds the id of a row: `FreshCode` is that id, and carries the digits as long as the request
that mails them. What was not mailed has no row, so there is nothing to guess.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Final, Self
from uuid import UUID

import structlog
from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from kernel.ids import new_id, parse_id
from services.auth import commands, queries
from services.auth.channels import ChannelName, channel_of
from services.auth.commands import CodeVerdict
from services.auth.metrics import count_otp, watch_delivery
from services.auth.models import CodePurpose, SecurityEvent, SignInFactor, SignInResult, User
from services.auth.signin.origin import origin_of
from services.auth.signin.refusals import TooManyRequests

log = structlog.get_logger(__name__)

PURPOSES: Final = {
    "account/email/login_code": CodePurpose.SIGN_IN,
    "account/email/email_confirmation": CodePurpose.VERIFY_EMAIL,
    "account/email/email_confirmation_signup": CodePurpose.VERIFY_EMAIL,
    "account/email/password_reset_code": CodePurpose.RESET_PASSWORD,
}
EVENTS: Final = {
    CodePurpose.SIGN_IN: SecurityEvent.SIGN_IN,
    CodePurpose.VERIFY_EMAIL: SecurityEvent.EMAIL_VERIFIED,
    CodePurpose.RESET_PASSWORD: SecurityEvent.PASSWORD_RESET,
}


class FreshCode(str):
    """The id of a code's row; `digits` are what is mailed, and never leave this request."""

    __slots__ = ("digits",)
    digits: str

    def __new__(cls) -> Self:
        """Make a code that no row knows yet."""
        made = super().__new__(cls, new_id())
        made.digits = commands.new_digits()
        return made


def send_code(
    code: FreshCode,
    *,
    purpose: CodePurpose,
    message: EmailMessage,
    user: User | None,
    request: HttpRequest,
) -> None:
    """Keep a code and send it, after the commit, by the channel that its purpose has.

    Nobody hears when codes are locked but who has just given the right password: an address must
    not tell whether somebody has it.

    Raises:
        CodesLocked, NoMoreCodes, TooManyRequests: for a sign-in only.

    """
    (email,) = message.to
    user = user or User.objects.filter(email=email.lower()).first()
    channel = channel_for(purpose)
    if purpose == CodePurpose.SIGN_IN and not ratelimit.consume(
        request, action="request_login_code", key=email.lower()
    ):
        raise TooManyRequests
    try:
        commands.issue_code(
            code_id=UUID(code),
            digits=code.digits,
            purpose=purpose,
            channel=channel,
            person_id=None if user is None else user.id,
            address=email,
            # Set by the views that send a code again.
            replaces=parse_id(getattr(request, "replaced_code", None)),
            now=timezone.now(),
        )
    except (commands.CodesLocked, commands.NoMoreCodes):
        if purpose == CodePurpose.SIGN_IN:
            raise
        return
    count_otp(stage="requested", purpose=purpose.value, channel=channel)
    to = user.phone if channel == "sms" and user else email
    transaction.on_commit(
        partial(_send, message, to=to, purpose=purpose, channel=channel, began=time.monotonic())
    )


def channel_for(purpose: CodePurpose) -> ChannelName:
    """Return how codes for a purpose go: an address is proven by mail only."""
    by_sms = purpose == CodePurpose.SIGN_IN and settings.SIGN_IN_CODE_CHANNEL == "sms"
    return "sms" if by_sms else "email"


def fits(
    handle: Any, guess: str, *, purpose: CodePurpose, request: HttpRequest, use: bool = True
) -> bool:
    """Return whether a guess is the code that the session's handle stands for.

    The owner is told, once, when this guess locked their codes.
    """
    verdict = commands.check_code(
        code_id=parse_id(handle), purpose=purpose, guess=guess, use=use, now=timezone.now()
    )
    if verdict == CodeVerdict.LOCKED_NOW:
        _tell_owner(parse_id(handle), purpose=purpose, request=request)
    return verdict == CodeVerdict.RIGHT


def _tell_owner(code_id: UUID | None, *, purpose: CodePurpose, request: HttpRequest) -> None:
    user = queries.find_owner_of_code(code_id=code_id)
    if user is None:
        return
    origin = origin_of(request)
    commands.record_security_event(
        person_id=user.id,
        event=EVENTS[purpose],
        factor=SignInFactor.EMAIL_CODE,
        result=SignInResult.LOCKED,
        origin=origin,
        now=timezone.now(),
    )
    commands.mail_person(email=user.email, kind="codes_locked", device=origin["device"])


def _send(
    message: EmailMessage, *, to: str, purpose: CodePurpose, channel: ChannelName, began: float
) -> None:
    carrier = channel_of(channel)
    try:
        with watch_delivery(purpose=purpose.value, channel=channel, began=began):
            carrier.send(to=to, subject=str(message.subject), text=str(message.body))
    except OSError as failure:
        # smtplib's errors are OSErrors. Their text holds the address, so only the kind is logged.
        log.error("code.not_sent", purpose=purpose.value, error=type(failure).__name__)  # noqa: TRY400
