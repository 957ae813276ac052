"""What every log line of a request carries."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Return the id of the request that is being answered, or nothing."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Remember the id of the request that is being answered."""
    _request_id.set(value)
