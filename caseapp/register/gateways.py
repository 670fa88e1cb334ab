"""The key that signs the daily copies of the register; who has its public half can check them without us."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def signing_key() -> Ed25519PrivateKey | None:
    """The key of the settings, or None where none is set: copies are then not signed, and say so."""
    return _read(settings.REGISTER_SIGNING_KEY, settings.REGISTER_SIGNING_KEY_FILE)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as `openssl` reads it."""
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_id(key: Ed25519PrivateKey) -> str:
    """A short name of the key: 16 hex characters of the SHA-256 of its public half."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


@lru_cache(maxsize=2)
def _read(value: str, path: str) -> Ed25519PrivateKey | None:
    text = value or (Path(path).read_text() if path else "")
    if not text.strip():
        return None
    try:
        if "PRIVATE KEY" in text:
            key = serialization.load_pem_private_key(text.encode(), password=None)
        else:
            key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError as fault:
        raise ImproperlyConfigured(
            "REGISTER_SIGNING_KEY must be an Ed25519 private key: PEM, or the base64 of its 32 bytes."
        ) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("REGISTER_SIGNING_KEY must be an Ed25519 private key.")
    return key
