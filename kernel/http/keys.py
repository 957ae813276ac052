"""The public keys that prove tokens: from a PEM setting, or from auth's JWKS with a local memory.

The key id is the RFC 7638 thumbprint of the key, so whoever has the key knows its id.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import threading
import time
import urllib.request
from typing import Any, Final

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

log = structlog.get_logger(__name__)

_PEM_END: Final = "-----END PUBLIC KEY-----"
_REFRESH_SECONDS: Final = 300
_MISS_SECONDS: Final = 5
_lock = threading.Lock()
_keys: dict[str, RSAPublicKey] = {}
_asked_at = float("-inf")
_source: tuple[str, str] | None = None


def key_of(kid: object) -> RSAPublicKey:
    """Return the public key with this id.

    Raises:
        InvalidTokenError: nobody knows it.

    """
    _load()
    key = _keys.get(kid) if isinstance(kid, str) else None
    if key is None and settings.JWKS_URL:
        _ask(after_seconds=_MISS_SECONDS, wait=True)
        key = _keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise jwt.InvalidTokenError("unknown key")
    return key


def known_keys() -> frozenset[str]:
    """Return the ids of the keys that prove tokens now."""
    _load()
    return frozenset(_keys)


def thumbprint(key: RSAPublicKey) -> str:
    """Return the RFC 7638 thumbprint of a public key."""
    numbers = key.public_numbers()
    members = {"e": _b64(numbers.e), "kty": "RSA", "n": _b64(numbers.n)}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return (
        base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).decode().rstrip("=")
    )


def _load() -> None:
    global _asked_at, _keys, _source  # noqa: PLW0603
    source = (settings.JWT_PUBLIC_KEYS, settings.JWKS_URL)
    if source != _source:
        with _lock:
            _keys = _set_by_hand()
            _asked_at = float("-inf")
            _source = source
    if settings.JWKS_URL:
        _ask(after_seconds=_REFRESH_SECONDS, wait=not _keys)


def _from_pem(text: str) -> list[RSAPublicKey]:
    blocks = [block + _PEM_END for block in text.split(_PEM_END) if block.strip()]
    return [key for block in blocks if isinstance(key := _pem(block), RSAPublicKey)]


def _pem(block: str) -> Any:
    return load_pem_public_key(block.strip().encode())


def _ask(*, after_seconds: float, wait: bool) -> None:
    # One thread asks. Those who know no key wait for it; the others go on with what is known.
    global _asked_at, _keys  # noqa: PLW0603
    if not _lock.acquire(blocking=wait):
        return
    try:
        if time.monotonic() - _asked_at >= after_seconds:
            _asked_at = time.monotonic()
            published = _published()
            if published is not None:
                # What auth no longer publishes was withdrawn.
                _keys = _set_by_hand() | published
    finally:
        _lock.release()


def _set_by_hand() -> dict[str, RSAPublicKey]:
    return {thumbprint(key): key for key in _from_pem(settings.JWT_PUBLIC_KEYS)}


def _published() -> dict[str, RSAPublicKey] | None:
    # None: keys that are known stay known when auth does not answer, or answers nonsense.
    try:
        with urllib.request.urlopen(settings.JWKS_URL, timeout=2) as answer:  # noqa: S310
            members = [member for member in json.load(answer)["keys"] if member["kty"] == "RSA"]
            return {member["kid"]: _from_jwk(member) for member in members}
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, jwt.PyJWTError):
        log.warning("keys.unavailable")
        return None


def _from_jwk(member: dict[str, Any]) -> RSAPublicKey:
    key = jwt.algorithms.RSAAlgorithm.from_jwk(member)
    if not isinstance(key, RSAPublicKey):
        raise TypeError
    return key


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
