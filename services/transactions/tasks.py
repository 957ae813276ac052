"""The service's background work. Hop 6 of the six: after the commit, people are told."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from kernel.outbox.purge import purge_events
from kernel.outbox.relay import CHUNK, relay_events, retry_events
from services.transactions import commands
from services.transactions.consumers import CONSUMERS
from services.transactions.queries import day_of

# A task is short: what is left is found by the next one.
_SECONDS: Final = 25


@shared_task(name="transactions.relay_events")
def relay(**_: Any) -> None:
    """Hand events to their consumers, chunk after chunk, and again what they could not take."""
    while relay_events(now=timezone.now(), consumers=CONSUMERS) == CHUNK:
        pass
    retry_events(now=timezone.now(), consumers=CONSUMERS)


@shared_task(name="transactions.send_webhooks")
def send_webhooks(**_: Any) -> None:
    """Post what programs are to be told, until there is nothing or the time is up."""
    until = time.monotonic() + _SECONDS
    while commands.send_deliveries(now=timezone.now()) and time.monotonic() < until:
        pass


@shared_task(name="transactions.purge_webhooks")
def purge_webhooks(**_: Any) -> None:
    """Let go of old deliveries, and move secrets to the present data key."""
    commands.purge_deliveries(now=timezone.now())
    commands.reseal_secrets()


@shared_task(name="transactions.execute_orders")
def execute_orders(**_: Any) -> None:
    """Carry out the standing orders that are due, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    after = commands.execute_due_orders(now=timezone.now())
    while after is not None and time.monotonic() < until:
        after = commands.execute_due_orders(now=timezone.now(), after=after)


@shared_task(name="transactions.charge_monthly_fees")
def charge_monthly_fees(**_: Any) -> None:
    """Charge what the month before costs, and try again what could not be paid."""
    now = timezone.now()
    today = day_of(now)
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    commands.charge_monthly_fees(month=last_month, today=today, now=now)


@shared_task(name="transactions.issue_statements")
def issue_statements(**_: Any) -> None:
    """Issue the statements of the month that is over, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    while commands.issue_monthly_statements(now=timezone.now()) and time.monotonic() < until:
        pass


@shared_task(name="transactions.make_statement_files")
def make_statement_files(**_: Any) -> None:
    """Make the files of statements that wait, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    while commands.make_due_files(clock=timezone.now, limit=1) and time.monotonic() < until:
        pass


@shared_task(name="transactions.run_report_schedules")
def run_report_schedules(**_: Any) -> None:
    """Tell staff of reports whose period is over, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    while commands.run_report_schedules(now=timezone.now()) and time.monotonic() < until:
        pass


@shared_task(name="transactions.purge_events")
def purge_outbox(**_: Any) -> None:
    """Let go of old events that everybody has taken, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    while (
        purge_events(kept_days=settings.OUTBOX_KEPT_DAYS, now=timezone.now())
        and time.monotonic() < until
    ):
        pass
