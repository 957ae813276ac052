"""How long a session lives: from use to use, and in all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from services.auth.models import User
from services.auth.queries.roles import is_staff_role, roles_for_session

KEY: Final = "bank_life"


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionLife:
    """Instants as seconds since 1970: a session is kept as JSON."""

    started_at: float
    used_at: float
    idle_seconds: int
    ends_at: float

    def is_over(self, *, now: datetime) -> bool:
        """Return whether nobody asked for a token for too long, or its time is up.

        A token that was given at the last moment is used until it expires, so its life is added.
        """
        idle = self.idle_seconds + settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN
        return now.timestamp() >= min(self.used_at + idle, self.ends_at)

    @property
    def expires_at(self) -> datetime:
        """Return when it ends whatever the person does."""
        return datetime.fromtimestamp(self.ends_at, tz=UTC)


def life_of(session: SessionBase) -> SessionLife | None:
    """Return a session's life, or None when nobody has signed in with it."""
    kept: dict[str, Any] | None = session.get(KEY)
    return None if kept is None else SessionLife(**kept)


def is_session_over(session: SessionBase, *, now: datetime) -> bool:
    """Return whether a session may no longer be used; one without a life never was to be."""
    life = life_of(session)
    return life is None or life.is_over(now=now)


def renew_session(session: SessionBase, *, user: User, now: datetime) -> SessionLife:
    """Note in a session that it is used, and return its life; the caller saves it.

    Whoever uses staff roles has other limits, from the sign-in or the step-up that opened them.
    """
    before = life_of(session)
    started_at = before.started_at if before else now.timestamp()
    works_here = any(is_staff_role(role) for role in roles_for_session(user, session))
    longest: timedelta = settings.STAFF_SESSION_LIFE if works_here else settings.SESSION_LIFE
    idle = settings.STAFF_IDLE_SECONDS if works_here else settings.IDLE_SECONDS
    life = SessionLife(
        started_at=started_at,
        used_at=now.timestamp(),
        idle_seconds=idle,
        ends_at=started_at + longest.total_seconds(),
    )
    session[KEY] = asdict(life)
    return life
