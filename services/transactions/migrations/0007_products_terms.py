"""What products cost and allow is agreed with the product now: see the ledger's `ProductTerms`."""

from django.db import migrations, models

import kernel.ids


def forget_products_limits(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Take the products' rows away, so that every limit is a person's."""
    apps.get_model("transactions", "Limit").objects.filter(person_id__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("transactions", "0006_reports"),
        ("ledger", "0007_product_terms"),
    ]

    operations = [
        migrations.RunPython(forget_products_limits, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="limit", name="transactions_limit_of_one"),
        migrations.RemoveConstraint(model_name="limit", name="transactions_limit_once"),
        migrations.RemoveField(model_name="limit", name="product"),
        migrations.AlterField(model_name="limit", name="person_id", field=kernel.ids.IdField()),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.UniqueConstraint(
                fields=("person_id", "currency", "kind"), name="transactions_limit_once"
            ),
        ),
        migrations.DeleteModel(name="Fee"),
        migrations.DeleteModel(name="Rules"),
    ]
