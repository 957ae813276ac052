"""The secrets of one bank: made once, kept in files that only their owner reads."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS = 3072


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The files that hold the secrets."""

    secret_key: Path
    private_key: Path
    public_keys: Path


def make_keys(*, directory: Path) -> Keys:
    """Return the secrets in `directory`, making those that are not there yet."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = Keys(
        secret_key=directory / "secret_key",
        private_key=directory / "jwt_private.pem",
        public_keys=directory / "jwt_public.pem",
    )
    if not keys.secret_key.exists():
        _write(keys.secret_key, secrets.token_urlsafe(50).encode())
    if not keys.private_key.exists():
        private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        _write(
            keys.private_key,
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        keys.public_keys.unlink(missing_ok=True)
    if not keys.public_keys.exists():
        loaded = serialization.load_pem_private_key(keys.private_key.read_bytes(), password=None)
        public = loaded.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        _write(keys.public_keys, public, mode=0o644)
    return keys


def password(*, directory: Path, name: str) -> str:
    """Return the password called `name`, making it at the first call."""
    path = directory / f"{name}.password"
    if not path.exists():
        _write(path, secrets.token_urlsafe(24).encode())
    return path.read_text(encoding="ascii")


def _write(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a whole file or none: a half-written key would be found broken for ever."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
