"""`manage.py rotate_data_keys`: bring all customers to the newest DATA_KEYS and INDEX_KEYS."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from services.accounts.commands.rotate_keys import rotate_keys
from services.accounts.models import Customer


class Command(BaseCommand):
    """Rotate. It can be stopped and run again; when it says 0, the old keys can be taken away."""

    help = "Wrap customers' keys and make their search tokens with the first of the bank's keys."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rotate and say how many were changed."""
        self.total = Customer.objects.count()
        changed = rotate_keys(on_done=self._progress)
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"{changed} of {self.total} customers brought to the newest keys.")

    def _progress(self, seen: int) -> None:
        if sys.stderr.isatty():
            share = seen / max(self.total, 1)
            self.stderr.write(f"\r  rotating: {share:4.0%} ", ending="")
            self.stderr.flush()
