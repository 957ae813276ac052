"""The sign-in log tells of more than signing in and out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

import kernel.ids


def name_sign_outs(apps: Any, _editor: Any) -> None:
    """A sign-out was a result; it is an event."""
    events = apps.get_model("identity", "SignInEvent").objects.filter(result="signed_out")
    events.update(event="sign_out", result="succeeded")


class Migration(migrations.Migration):
    """What was there are sign-ins and sign-outs."""

    dependencies: ClassVar = [("identity", "0003_notice")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="signinevent",
            name="event",
            field=models.CharField(default="sign_in", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signinevent", name="actor_id", field=kernel.ids.IdField(null=True)
        ),
        migrations.AlterField(
            model_name="signinevent", name="result", field=models.CharField(max_length=12)
        ),
        migrations.AlterField(
            model_name="signinevent", name="factor", field=models.CharField(max_length=16)
        ),
        migrations.RunPython(name_sign_outs, migrations.RunPython.noop),
    ]
