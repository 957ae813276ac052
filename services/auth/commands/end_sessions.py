"""Somebody is signed out everywhere."""

from __future__ import annotations

from uuid import UUID

from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def end_sessions(*, person_id: UUID) -> int:
    """End every session of a person, and what other programs hold of theirs; return how many.

    Refresh tokens end with their session; an access token lives out its minutes.
    """
    keys = list(UserSession.objects.filter(user_id=person_id).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=person_id).delete()
    Token.objects.filter(user_id=person_id).delete()
    return len(keys)
