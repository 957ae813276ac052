"""The categories that everybody has."""

from uuid import UUID

from django.db import migrations
from django.utils import timezone

EVERYBODY = UUID(int=0)
NAMES = ("Salary", "Food", "Rent", "Investment", "Other")


def write_defaults(apps, schema_editor):
    now = timezone.now()
    categories = apps.get_model("planning", "Category").objects.using(
        schema_editor.connection.alias
    )
    for name in NAMES:
        # MySQL and MariaDB commit as they go: a migration that stopped half-way runs again.
        categories.get_or_create(
            owner_id=EVERYBODY, name_key=name.casefold(), defaults={"name": name, "created_at": now}
        )


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [migrations.RunPython(write_defaults, migrations.RunPython.noop)]
