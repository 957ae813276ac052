"""Codes of authenticator apps that were used."""

from __future__ import annotations

from django.db import models


class AuthenticatorUse(models.Model):
    """A code that was shown: the half minute that it stands for. The key lets one use through."""

    pk = models.CompositePrimaryKey("authenticator_id", "step")
    authenticator_id = models.BigIntegerField()
    # Half minutes since 1970 (RFC 6238).
    step = models.BigIntegerField()
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        """Table."""

        db_table = "identity_authenticator_use"
