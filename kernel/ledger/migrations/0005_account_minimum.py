"""What must stay on an account, and what it must hold once before anything is taken out."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that are zero for all accounts so far."""

    dependencies = [("ledger", "0004_day_balance_account")]

    operations = [
        migrations.AddField(
            "account", "minimum_minor", models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            "account", "opening_minor", models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                name="ledger_account_minimum",
                condition=models.Q(minimum_minor__gte=0, opening_minor__gte=0)
                & (models.Q(floor_minor=0) | models.Q(minimum_minor=0)),
            ),
        ),
    ]
