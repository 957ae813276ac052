"""The environment, read once and typed. Every name read here is listed in `.env.example`."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """Return a setting; `NAME_FILE` names a file that holds it, for mounted secrets."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether a setting is switched on."""
    return text(name, str(default)).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return a whole number.

    Raises:
        SystemExit: the value is no number.

    """
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        message = f"{name}={value!r} is not a whole number."
        raise SystemExit(message) from None


def listing(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def required_outside_debug(name: str, *, debug: bool) -> str:
    """Return a secret, or a fixed development value when DEBUG is on.

    Raises:
        SystemExit: the secret is absent and DEBUG is off.

    """
    if value := text(name):
        return value
    if debug:
        return "development-only-secret-that-is-not-a-secret-at-all"
    message = f"{name} is not set. `make up` makes one; in production mount it as {name}_FILE."
    raise SystemExit(message)
