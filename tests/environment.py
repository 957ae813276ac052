"""The environment of a test run, set before Django reads its settings (`-p tests.environment`)."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE_PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC_PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

os.environ["DEBUG"] = "1"
os.environ["TESTING"] = "1"
os.environ["JWT_PRIVATE_KEY"] = PRIVATE_PEM
os.environ["JWT_PUBLIC_KEYS"] = PUBLIC_PEM
