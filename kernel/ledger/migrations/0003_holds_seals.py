"""Holds that can be captured, links between transfers, seals of business days."""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import kernel.fields
import kernel.ids


def remember(apps: Any, _editor: Any) -> None:
    """Fill in what accounts now remember of their past."""
    account = apps.get_model("ledger", "Account")
    account.objects.filter(floor_minor__lt=0).update(lowest_floor_minor=F("floor_minor"))
    account.objects.filter(status="closed").update(closed_sequence=F("sequence"))


class Migration(migrations.Migration):
    """New columns are nullable or have a default of the database: a running process may insert."""

    dependencies = [("ledger", "0002_account_product")]

    operations = [
        migrations.AddField("account", "lowest_floor_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField("account", "closed_sequence", models.BigIntegerField(null=True)),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.AddField("transfer", "linked_id", kernel.ids.IdField(null=True)),
        migrations.AddIndex(
            "transfer", models.Index(fields=["business_date", "id"], name="ledger_transfer_day")
        ),
        migrations.AddField("hold", "actor_id", kernel.ids.IdField(null=True)),
        migrations.AddField("hold", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "hold",
            "payee",
            models.ForeignKey(
                "ledger.account",
                django.db.models.deletion.PROTECT,
                related_name="+",
                db_constraint=False,
                db_index=False,
                # No hold could be placed before this, so no row gets it.
                default=uuid.UUID(int=0),
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "hold", models.Index(fields=["status", "expires_at"], name="ledger_hold_expiry")
        ),
        migrations.CreateModel(
            "Capture",
            [
                (
                    "transfer",
                    models.OneToOneField(
                        "ledger.transfer",
                        django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        related_name="capture",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        "ledger.hold", django.db.models.deletion.PROTECT, related_name="captures"
                    ),
                ),
            ],
            options={"db_table": "ledger_capture"},
        ),
        migrations.CreateModel(
            "Seal",
            [
                ("business_date", models.DateField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(unique=True)),
                ("transfer_count", models.BigIntegerField()),
                ("salt", kernel.fields.BytesField(length=32)),
                ("root", kernel.fields.BytesField(length=32)),
                ("previous", kernel.fields.BytesField(length=32)),
                ("seal", kernel.fields.BytesField(length=32)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_seal"},
        ),
        migrations.CreateModel(
            "SealBlock",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "business_date",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("business_date", models.DateField()),
                ("position", models.IntegerField()),
                ("first_id", kernel.ids.IdField()),
                ("leaves", kernel.fields.BlobField()),
                ("root", kernel.fields.BytesField(length=32)),
            ],
            options={
                "db_table": "ledger_seal_block",
                "indexes": [
                    models.Index(
                        fields=["business_date", "first_id"], name="ledger_seal_block_first"
                    )
                ],
            },
        ),
    ]
