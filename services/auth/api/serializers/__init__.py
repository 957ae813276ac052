"""What auth's own endpoints read and answer, one file per subject."""

from services.auth.api.serializers.sign_in import (
    AccessTokenOutput,
    ActivityPageOutput,
    MeOutput,
)

__all__ = ["AccessTokenOutput", "ActivityPageOutput", "MeOutput"]
