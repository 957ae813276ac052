"""`manage.py create_administrator EMAIL`: the first administrators of a fresh bank."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from kernel.errors import BankError
from services.auth.commands import invite_administrator


class Command(BaseCommand):
    """Invite an administrator without one."""

    help = (
        "Invite an administrator by e-mail and print the link, which works once and for seven "
        "days. Invite two: a change of roles needs both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Invite."""
        try:
            validate_email(options["email"])
            invited = invite_administrator(email=options["email"], now=timezone.now())
        except ValidationError:
            raise CommandError(f"{options['email']!r} is no e-mail address.") from None
        except BankError as refusal:
            raise CommandError(refusal.detail) from None
        # Without the address: what runs this may keep its words as a log.
        self.stdout.write(f"Invited until {_day(invited)}.")
        self.stdout.write(invited.link)
        self.stdout.write("They choose a password there, sign in, and enrol an authenticator.")


def _day(invited: Any) -> str:
    return f"{invited.invitation.expires_at:%Y-%m-%d %H:%M} UTC"
