"""Reasons are sealed, or stand in the edit log alone; products may limit a week.

The columns' contexts are those of the code that reads them: see `models/sealed.py`.
"""

from django.db import migrations, models

import services.accounts.models.fields
from services.accounts.sealing import open_key

CHUNK = 500


def seal(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Seal what stands in the clear with the key of the account's first owner."""
    for model, name in (("Freeze", "reason"), ("ClosedAccount", "comment")):
        rows = apps.get_model("accounts", model).objects.exclude(**{name: ""})
        for row in rows.select_related("account__customer").iterator(chunk_size=CHUNK):
            customer = row.account.customer
            if customer.data_key is None:
                continue
            key = open_key(customer.data_key, person_id=customer.id)
            context = f"accounts_{model.lower()}.{name}:{row.id}"
            setattr(row, f"{name}_sealed", key.seal(getattr(row, name), context=context))
            row.save(update_fields=[f"{name}_sealed"])


def column():  # type: ignore[no-untyped-def]
    """Return the column of a sealed reason."""
    return services.accounts.models.fields.SealedField(default=b"", max_length=1000)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_holder_invitations")]

    operations = [
        migrations.AddField("accounttype", "limit_week_minor", models.BigIntegerField(null=True)),
        migrations.AddField(
            "accounttypeversion", "limit_week_minor", models.BigIntegerField(null=True)
        ),
        migrations.AddField("freeze", "reason_sealed", column()),
        migrations.AddField("closedaccount", "comment_sealed", column()),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("freeze", "reason"),
        migrations.RemoveField("freeze", "lift_reason"),
        migrations.RemoveField("closedaccount", "comment"),
        migrations.RemoveField("application", "decision_reason"),
        migrations.RemoveField("restoration", "reason"),
    ]
