"""`manage.py rotate_attachment_keys`: bring all attachments of tickets to the newest DATA_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from services.support.commands import rotate_attachment_keys


class Command(BaseCommand):
    """Rotate. It can be stopped and run again; when it says 0, the old keys can be taken away."""

    help = "Wrap the keys of attachments with the first of the bank's keys."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rotate and say how many were changed."""
        changed = rotate_attachment_keys()
        self.stdout.write(f"{changed} attachments brought to the newest keys.")
