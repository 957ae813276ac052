"""`manage.py apply_grants`: make the services' database users. Passwords: DB_PASSWORD_<SERVICE>."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import environment as env
from config import services
from config.grants import EngineHasNoGrants, apply_grants


class Command(BaseCommand):
    """Make the users and give them their rights."""

    help = "Make one database user per service, with the rights of db/grants.sql."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Apply and say how many grants there are."""
        names = [*services.BY_NAME, services.ALL]
        passwords = {name: env.text(f"DB_PASSWORD_{name.upper()}") for name in names}
        missing = [f"DB_PASSWORD_{name.upper()}" for name in names if not passwords[name]]
        if missing:
            message = f"Not set: {', '.join(missing)}."
            raise CommandError(message)
        try:
            count = apply_grants(passwords=passwords)
        except EngineHasNoGrants as wrong:
            raise CommandError(str(EngineHasNoGrants.__doc__)) from wrong
        self.stdout.write(f"{count} grants for {len(passwords)} users.")
