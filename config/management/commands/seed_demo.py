"""`manage.py seed_demo`: make the demo bank, once. `--print-signins` only lists who can sign in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo.people import PASSWORD, SIGN_INS
from config.demo.seeding import seed_demo


class Command(BaseCommand):
    """Seed the demo."""

    help = "Make the demo's people, accounts and half a year of history, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option."""
        parser.add_argument("--print-signins", action="store_true", help="list who can sign in")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seed, or print."""
        if options["print_signins"]:
            self._print()
            return
        seeded = seed_demo(now=timezone.now(), progress=self._progress)
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write("The demo is seeded." if seeded else "The demo was seeded before.")

    def _progress(self, what: str, share: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r  seeding {what}: {share:4.0%} ", ending="")
            self.stderr.flush()

    def _print(self) -> None:
        for person in SIGN_INS:
            self.stdout.write(f"{person.email:24} {PASSWORD}   {person.role}")
