"""One row of counters for each payer and currency, and the version of the products' rules."""

from django.db import migrations, models
from django.db.models import F, Q

import kernel.ids
from kernel.ids import new_id


def begin(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Write the first version."""
    apps.get_model("transactions", "Rules").objects.create(id=1, version=new_id())


def note_own_limits(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Say of each payer whether they have limits of their own."""
    limits = apps.get_model("transactions", "Limit").objects.filter(person_id__isnull=False)
    people = list(limits.values_list("person_id", flat=True).distinct())
    apps.get_model("transactions", "Payer").objects.filter(person_id__in=people).update(
        has_limits=True
    )


class Migration(migrations.Migration):
    dependencies = [("transactions", "0004_statements")]

    operations = [
        migrations.AddField(
            model_name="payer",
            name="has_limits",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.DeleteModel(name="LimitUse"),
        migrations.CreateModel(
            name="LimitUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "currency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", kernel.ids.IdField()),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("day_minor", models.BigIntegerField()),
                ("week_minor", models.BigIntegerField()),
                ("month_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "transactions_limit_use",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(day_minor__gte=0)
                        & Q(week_minor__gte=F("day_minor"))
                        & Q(month_minor__gte=F("day_minor")),
                        name="transactions_limit_use_sums",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rules",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", kernel.ids.IdField(default=kernel.ids.new_id)),
            ],
            options={
                "db_table": "transactions_rules",
                "constraints": [
                    models.CheckConstraint(condition=Q(id=1), name="transactions_rules_one")
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(note_own_limits, migrations.RunPython.noop),
    ]
