"""Three queues and a first service level, so that a ticket has somewhere to go."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

QUEUES = (
    ("general", "General", ["account_change", "issue", "inquiry"], True),
    ("security", "Security", ["security"], False),
    ("disputes", "Disputes", ["dispute"], False),
)
HOURS = {
    day: [["09:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
TARGETS = {
    "urgent": {"first_response": 30, "next_response": 60, "solution": 480},
    "high": {"first_response": 60, "next_response": 120, "solution": 960},
    "normal": {"first_response": 240, "next_response": 480, "solution": 2400},
    "low": {"first_response": 480, "next_response": 960, "solution": 4800},
}


def write_first_desk(apps, schema_editor):
    alias = schema_editor.connection.alias
    # MySQL and MariaDB commit as they go: a migration that stopped half-way runs again.
    queues = apps.get_model("support", "Queue").objects.using(alias)
    for code, name, kinds, is_default in QUEUES:
        queues.get_or_create(
            code=code, defaults={"name": name, "kinds": kinds, "is_default": is_default}
        )
    levels = apps.get_model("support", "ServiceLevel").objects.using(alias)
    if not levels.exists():
        levels.create(
            time_zone=settings.BANK_TIME_ZONE,
            hours=HOURS,
            holidays=[],
            targets=TARGETS,
            published_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("support", "0002_tickets")]

    operations = [migrations.RunPython(write_first_desk, migrations.RunPython.noop)]
