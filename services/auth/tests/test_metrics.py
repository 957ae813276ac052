"""The metric contract of auth: every series that dashboards and alerts name is there after use."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from prometheus_client import generate_latest

from services.auth import commands
from services.auth.models import StepUpMethod
from services.auth.tests.conftest import TOTP_SECRET, totp_code

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def exposed() -> dict[str, float]:
    """Return what Prometheus reads, by series."""
    lines = generate_latest().decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if line.startswith("bank_")]
    return {series: float(value) for series, value in pairs}


def otp(stage: str, purpose: str) -> str:
    labels = f'channel="email",provider="memory",purpose="{purpose}",stage="{stage}"'
    return f"bank_otp_events_total{{{labels}}}"


def login(outcome: str, factor: str) -> str:
    return f'bank_logins_total{{factor="{factor}",outcome="{outcome}"}}'


def test_the_funnel_and_the_outcomes_are_exposed(
    visitor, person, mailbox, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.ACCOUNT_RATE_LIMITS = False
    before = exposed()
    newcomer = visitor()
    newcomer.sign_up("new@example.org")
    newcomer.call("POST", "auth/email/verify/resend")
    newcomer.verify(mailbox.code("new@example.org"))
    user = person(EMAIL)
    visitor().give_password(EMAIL, "wrong horse")
    client = visitor()
    client.give_password(EMAIL)
    client.call("POST", "auth/code/resend")
    client.give_code("00000x")
    client.give_code(mailbox.code(EMAIL))
    tired = visitor()
    tired.give_password(EMAIL)
    for _ in range(5):
        tired.give_code("00000x")
    visitor().give_password(EMAIL)
    commands.purge_expired(now=timezone.now() + timedelta(minutes=6))
    visitor().call("POST", "auth/password/request", {"email": EMAIL})
    with django_capture_on_commit_callbacks(execute=True):
        facts = {"email": EMAIL, "phone": "+4930901820"}
        commands.start_step_up(
            user=user,
            operation="change_contact",
            facts=facts,
            methods=[StepUpMethod.EMAIL],
            now=timezone.now(),
        )
    commands.enrol_authenticator(user=user, secret=TOTP_SECRET)
    holder = visitor()
    holder.give_password(EMAIL)
    cache.clear()
    holder.call("POST", "auth/2fa/authenticate", {"code": totp_code()})
    for _ in range(10):
        visitor().give_password(EMAIL, "wrong horse")
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        lambda *_: (_ for _ in ()).throw(smtplib.SMTPServerDisconnected()),
    )
    visitor().sign_up("unlucky@example.org")
    after = exposed()
    grown = {series for series, value in after.items() if value > before.get(series, 0)}
    sent = {otp(stage, "sign_in") for stage in ("requested", "sent", "delivered", "resent")}
    judged = {otp(stage, "sign_in") for stage in ("rejected", "verified", "locked", "expired")}
    verified = {
        otp(stage, "verify_email")
        for stage in ("requested", "sent", "delivered", "failed", "resent", "verified")
    }
    others = {
        otp(stage, purpose)
        for stage in ("requested", "sent", "delivered")
        for purpose in ("reset_password", "step_up")
    }
    outcomes = {
        login("succeeded", "email_code"),
        login("succeeded", "totp"),
        login("failed", "password"),
        login("failed", "email_code"),
        login("locked", "email_code"),
        login("locked", "password"),
    }
    delivery = {
        f'bank_otp_delivery_seconds_bucket{{channel="email",le="{seconds}"}}'
        for seconds in ("30.0", "+Inf")
    }
    missing = (sent | judged | verified | others | outcomes | delivery) - grown
    assert missing == set()
    assert not [series for series in after if "@" in series]
