"""What accounts of a product cost and may pay, and the version of it that is in force."""

from django.db import migrations, models

import kernel.ids
from kernel.ids import new_id


def begin(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Write the first version."""
    apps.get_model("ledger", "TermsVersion").objects.create(id=1, version=new_id())


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_refusal_reasons")]

    operations = [
        migrations.CreateModel(
            name="ProductTerms",
            fields=[
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("product", models.CharField(max_length=30)),
                ("number", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("from_date", models.DateField()),
                ("fees", models.JSONField()),
                ("limits", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_product_terms",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "number"), name="ledger_product_terms_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", kernel.ids.IdField(default=kernel.ids.new_id)),
            ],
            options={
                "db_table": "ledger_terms_version",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="ledger_terms_one")
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
