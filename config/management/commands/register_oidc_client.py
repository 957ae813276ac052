"""`manage.py register_oidc_client grafana --redirect-uri https://…`: staff sign in there too."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import environment as env
from services.auth.commands import register_openid_client


class Command(BaseCommand):
    """Register a program that signs staff in through the bank."""

    help = (
        "Let staff sign in to a program (Grafana) through the bank. May be run again: it replaces "
        "the addresses. The secret is OIDC_CLIENT_SECRET, or made once and printed once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the program's name and where it lives."""
        parser.add_argument("name", help="the program's id at the bank, such as grafana")
        parser.add_argument(
            "--redirect-uri", action="append", required=True, help="may be given several times"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Register."""
        try:
            client = register_openid_client(
                name=options["name"],
                redirect_uris=options["redirect_uri"],
                secret=env.text("OIDC_CLIENT_SECRET"),
                now=timezone.now(),
            )
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(f"client id: {client.client_id}")
        if client.secret:
            self.stdout.write(f"client secret (shown this once): {client.secret}")
