"""`manage.py register_service rollout`: a program that calls the bank as itself."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import environment as env
from services.auth.commands import register_service


class Command(BaseCommand):
    """Register a program that gets tokens by client credentials."""

    help = (
        "Let a program call the bank as itself (OAuth client credentials). May be run again. "
        "The secret is OIDC_CLIENT_SECRET, or made once and printed once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the program's name."""
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Register."""
        try:
            client = register_service(
                name=options["name"], secret=env.text("OIDC_CLIENT_SECRET"), now=timezone.now()
            )
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(f"client id: {client.client_id}")
        if client.secret:
            self.stdout.write(f"client secret (shown this once): {client.secret}")
