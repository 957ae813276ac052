"""`manage.py rotate_signing_key`: a new key signs the tokens, with overlap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from services.auth import commands


class Command(BaseCommand):
    """Prints the id of the new key and when it begins to sign."""

    help = "Make a new key for tokens. The old one proves what it signed as long as that lives."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the emergency, and another overlap."""
        parser.add_argument(
            "--minutes",
            type=int,
            default=15,
            help="how long the new key is published before it signs",
        )
        parser.add_argument(
            "--at-once",
            action="store_true",
            help="a key may have leaked: every old key stops now, and everybody signs in again",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Rotate."""
        try:
            key = commands.rotate_signing_key(
                at_once=options["at_once"],
                published_before=timedelta(minutes=options["minutes"]),
                now=timezone.now(),
            )
        except commands.RotationUnderWay as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"{key.kid} signs from {key.signs_from.isoformat()} on")
