"""Sealing what must not be read from a copy of the database, and finding it without reading it.

A sealed text is AES-256-GCM: one byte for the length of the key's id, the id, 12 bytes of nonce,
the cipher text with its tag. Its context (which column, whose row) is authenticated with it, so
what was moved to another row does not open.

Keys come as `DATA_KEYS` and `INDEX_KEYS`, "id:base64,id:base64", 32 bytes each: the first of them
seals and hashes, all of them open. To rotate, put a new one in front, seal the rows again, and take
the old one away.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import re
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,32}")
# The id of a key that is not of the environment: a person's own.
_GIVEN: Final = ""


class KeysInvalid(Exception):
    """DATA_KEYS or INDEX_KEYS are absent or not of the form `id:base64,id:base64`."""


class CannotUnseal(Exception):
    """The text was sealed with a key that is gone, for another context, or was tampered with."""


def seal(text: str, *, context: str, key: bytes | None = None) -> bytes:
    """Return a text that only a data key opens, for this context alone.

    With `key` it is sealed with that one (a person's own, from `unwrap_key`) instead of the bank's.
    """
    if key is None:
        name, key = _first(settings.DATA_KEYS)
    else:
        name = _GIVEN
    return _seal(text.encode(), context=context, name=name, key=key)


def unseal(sealed: bytes | memoryview, *, context: str, key: bytes | None = None) -> str:
    """Return the text that was sealed for this context.

    Raises:
        CannotUnseal: see there.

    """
    return _unseal(sealed, context=context, key=key).decode()


def key_id_of(sealed: bytes | memoryview) -> str:
    """Return the id of the data key that sealed this; empty for a key that was given."""
    return _split(sealed)[0]


def sealing_key_id() -> str:
    """Return the id of the data key that seals now: what has another id is due for rotation."""
    return _first(settings.DATA_KEYS)[0]


def keyed_hash(text: str, *, context: str) -> bytes:
    """Return 32 bytes that find an equal text again and say nothing to who has no index key."""
    return _hash(text, context=context, key=_first(settings.INDEX_KEYS)[1])


def keyed_hashes(text: str, *, context: str) -> list[bytes]:
    """Return the hashes under every index key: rows from before a rotation are found by these."""
    return [_hash(text, context=context, key=key) for key in _read(settings.INDEX_KEYS).values()]


def new_data_key() -> bytes:
    """Return a fresh key for one person; destroying it destroys all that it sealed."""
    return secrets.token_bytes(KEY_BYTES)


def wrap_key(key: bytes, *, context: str) -> bytes:
    """Return a key sealed with the bank's data key, to be stored."""
    assert len(key) == KEY_BYTES
    name, wrapping = _first(settings.DATA_KEYS)
    return _seal(key, context=f"key:{context}", name=name, key=wrapping)


def unwrap_key(wrapped: bytes | memoryview, *, context: str) -> bytes:
    """Return a key that was wrapped for this context.

    Raises:
        CannotUnseal: see there.

    """
    return _unseal(wrapped, context=f"key:{context}")


def check_keys() -> None:
    """Refuse to start with keys that cannot be used.

    Raises:
        KeysInvalid: see there.

    """
    _first(settings.DATA_KEYS)
    _first(settings.INDEX_KEYS)


def _seal(content: bytes, *, context: str, name: str, key: bytes) -> bytes:
    front = _front(name)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return front + nonce + AESGCM(key).encrypt(nonce, content, _bound(front, context))


def _unseal(sealed: bytes | memoryview, *, context: str, key: bytes | None = None) -> bytes:
    name, nonce, content = _split(sealed)
    if key is None:
        key = _read(settings.DATA_KEYS).get(name)
    elif name != _GIVEN:
        key = None
    if key is None:
        raise CannotUnseal("There is no key of this id.")
    try:
        return AESGCM(key).decrypt(nonce, content, _bound(_front(name), context))
    except InvalidTag:
        raise CannotUnseal("It was sealed otherwise, or for another context.") from None


def _front(name: str) -> bytes:
    raw = name.encode("ascii")
    return bytes([len(raw)]) + raw


def _bound(front: bytes, context: str) -> bytes:
    return front + context.encode()


def _split(sealed: bytes | memoryview) -> tuple[str, bytes, bytes]:
    sealed = bytes(sealed)
    length = sealed[0] if sealed else 0
    name, rest = sealed[1 : 1 + length], sealed[1 + length :]
    if len(rest) <= _NONCE_BYTES or not name.isascii():
        raise CannotUnseal("These bytes were never sealed.")
    return name.decode("ascii"), rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]


def _hash(text: str, *, context: str, key: bytes) -> bytes:
    # The length in front keeps ("ab", "c") apart from ("a", "bc").
    bound = context.encode()
    message = len(bound).to_bytes(4, "big") + bound + text.encode()
    return hmac.new(key, message, hashlib.sha256).digest()


def _first(keys: str) -> tuple[str, bytes]:
    return next(iter(_read(keys).items()))


@functools.lru_cache(maxsize=8)
def _read(keys: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for item in filter(None, (part.strip() for part in keys.split(","))):
        name, _, encoded = item.partition(":")
        key = _decode(encoded)
        if not _KEY_ID.fullmatch(name) or name in found or len(key) != KEY_BYTES:
            raise KeysInvalid("A key is `id:base64` with 32 bytes, and each id occurs once.")
        found[name] = key
    if not found:
        raise KeysInvalid("There is no key: set DATA_KEYS and INDEX_KEYS.")
    return found


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
