"""Questions that nobody can answer any more."""

from __future__ import annotations

from datetime import datetime

from allauth.idp.oidc.models import Token

from services.auth.commands.start_step_up import WATCHED
from services.auth.models import StepUp


def purge_step_ups(*, now: datetime) -> int:
    """Delete questions that no limit counts any more, and expired tokens of other programs."""
    questions, _ = StepUp.objects.filter(created_at__lt=now - 2 * WATCHED).delete()
    tokens, _ = Token.objects.filter(expires_at__lt=now).delete()
    return questions + int(tokens)
