"""Let events be handed on again that were put aside."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from kernel.outbox.relay import retry_parked


class Command(BaseCommand):
    """`manage.py retry_parked_events [--consumer NAME]`, after the cause is gone."""

    help = "Try parked events again; the relay takes them within seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read whose events."""
        parser.add_argument(
            "--consumer",
            help="Only this consumer's: notices, webhooks, invitations; '' is unknown events.",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Call the one function and say how many."""
        count = retry_parked(now=timezone.now(), consumer=options["consumer"])
        self.stdout.write(f"{count} events will be tried again.")
