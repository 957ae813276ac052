"""Which proofs were used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.ids import IdField


class Use(models.Model):
    """A proof that was used. Its key lets only one use through, in the transaction it approved."""

    jti = models.CharField(primary_key=True, max_length=64)
    person_id = IdField()
    operation = models.CharField(max_length=40)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Table. Old rows are purged: an expired proof is refused without them."""

        db_table = "step_up_use"
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="step_up_use_expired")]
