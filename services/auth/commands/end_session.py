"""One session ends, and with it its refresh tokens."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def end_session(*, session_key: str) -> None:
    """End it; an access token lives out its minutes."""
    Session.objects.filter(session_key=session_key).delete()
    UserSession.objects.filter(session_key=session_key).delete()
