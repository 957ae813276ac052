"""The keys that sign tokens."""

from __future__ import annotations

from django.db import models

from kernel.fields import BlobField


class SigningKey(models.Model):
    """An RSA key after the first one, which is the environment's.

    When it signs follows from the clock alone: from `signs_from` until the next one's. So all
    processes agree without a word, and each key is published before it signs.
    """

    # The RFC 7638 thumbprint.
    kid = models.CharField(primary_key=True, max_length=43)
    # The PEM, sealed (kernel/crypto.py). Gone once it can verify nothing any more.
    sealed_private_key = BlobField(null=True)
    public_key = models.TextField()
    created_at = models.DateTimeField()
    signs_from = models.DateTimeField(unique=True)
    # Given up in an emergency: it proves nothing from here on.
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "identity_signing_key"
