"""Refresh tokens that were used."""

from __future__ import annotations

from django.db import models


class RefreshUse(models.Model):
    """A refresh token that was used. The row's key lets only one use of it through."""

    jti = models.CharField(primary_key=True, max_length=36)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """Table."""

        db_table = "identity_refresh_use"
