"""One-time codes, signing keys, and the sign-in log as a chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any, ClassVar

from django.db import migrations, models

import kernel.fields
import kernel.ids

CHAIN = "sign_in"


def chain_the_log(apps: Any, _editor: Any) -> None:
    """Give each line its link, in the order in which they were written."""
    events = apps.get_model("identity", "SignInEvent").objects
    position, latest = 0, hashlib.sha256(b"chain:" + CHAIN.encode()).digest()
    for event in events.order_by("id").iterator():
        content = {
            "id": str(event.id),
            "event": event.event,
            "person": None if event.person_id is None else str(event.person_id),
            "actor": None if event.actor_id is None else str(event.actor_id),
            "result": event.result,
            "factor": event.factor,
            "address": event.address,
            "device": event.device,
            "happened_at": event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        position += 1
        digest = hashlib.sha256(latest + text.encode()).digest()
        events.filter(id=event.id).update(position=position, previous_hash=latest, hash=digest)
        latest = digest
    if position:
        head = {"position": position, "hash": latest}
        apps.get_model("audit", "Head").objects.update_or_create(chain=CHAIN, defaults=head)


class Migration(migrations.Migration):
    """The links come in three steps: empty columns, their content, then the rule."""

    dependencies: ClassVar = [
        ("audit", "0001_initial"),
        ("identity", "0005_people_and_step_up"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CodeLock",
            fields=[
                (
                    "subject",
                    kernel.fields.BytesField(length=32, primary_key=True, serialize=False),
                ),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("locks", models.PositiveSmallIntegerField(default=0)),
                ("counted_from", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
            options={"db_table": "identity_code_lock"},
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("sign_in", "Sign In"),
                            ("verify_email", "Verify Email"),
                            ("reset_password", "Reset Password"),
                            ("step_up", "Step Up"),
                        ],
                        max_length=16,
                    ),
                ),
                ("channel", models.CharField(max_length=8)),
                ("person_id", kernel.ids.IdField(null=True)),
                ("address_hash", kernel.fields.BytesField(length=32)),
                ("code_hash", kernel.fields.BytesField(length=32)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("tries_left", models.PositiveSmallIntegerField(default=5)),
                ("used_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_one_time_code",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries_left__lte", 5)), name="identity_code_tries"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)),
                        name="identity_code_resends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("kid", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("sealed_private_key", kernel.fields.BlobField(null=True)),
                ("public_key", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("signs_from", models.DateTimeField(unique=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "identity_signing_key"},
        ),
        migrations.AddField("signinevent", "position", models.BigIntegerField(null=True)),
        migrations.AddField(
            "signinevent", "previous_hash", kernel.fields.BytesField(length=32, null=True)
        ),
        migrations.AddField("signinevent", "hash", kernel.fields.BytesField(length=32, null=True)),
        migrations.RunPython(chain_the_log, migrations.RunPython.noop),
        migrations.AlterField("signinevent", "position", models.BigIntegerField(unique=True)),
        migrations.AlterField("signinevent", "previous_hash", kernel.fields.BytesField(length=32)),
        migrations.AlterField("signinevent", "hash", kernel.fields.BytesField(length=32)),
        # The new index first: MySQL wants one under the foreign key at every moment.
        migrations.AddIndex(
            "signinevent",
            models.Index(fields=["person", "position"], name="identity_sign_in_of_person"),
        ),
        migrations.RemoveIndex("signinevent", "identity_sign_in_by_person"),
    ]
