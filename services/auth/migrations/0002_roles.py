"""The roles, as groups. Their names are part of the tokens, so they are written out here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

ROLES = (
    "customer",
    "agent",
    "teller",
    "supervisor",
    "operations",
    "compliance",
    "auditor",
    "administrator",
    "viewer",
    "analyst",
)


def add_roles(apps: Any, _editor: Any) -> None:
    """Add the groups that are not there."""
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Adds rows only; going back leaves them."""

    dependencies: ClassVar = [("identity", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
