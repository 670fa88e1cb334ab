"""Seals small values at rest (contact details, key material) under the key-encryption keys: AES-256-GCM.

The keys come from the environment, from a file, or stay in a key service outside (`name:kms:key-id`).
"""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from caseapp.core.key_service import ServiceKey

_NONCE_BYTES = 12
_VERSION = b"\x01"
_SERVICE = "kms:"


@dataclass(frozen=True)
class SealedColumn:
    """A column of values sealed here, for whoever changes keys: `context` says what a row's value is bound to."""

    model: Any
    field: str
    context: Callable[[Any], str]

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


_columns: list[SealedColumn] = []


def sealed_column(model: Any, field: str, *, context: Callable[[Any], str]) -> None:
    """Say that a column holds sealed values; every one must, or a change of keys leaves it behind."""
    _columns.append(SealedColumn(model, field, context))


def sealed_columns() -> list[SealedColumn]:
    """Every column that was named."""
    return list(_columns)


@lru_cache(maxsize=4)
def _keys(configured: str) -> dict[str, AESGCM | ServiceKey]:
    keys: dict[str, AESGCM | ServiceKey] = {}
    for part in filter(None, (piece.strip() for piece in configured.split(","))):
        name, _, encoded = part.partition(":")
        if encoded.startswith(_SERVICE):
            keys[name] = ServiceKey(encoded.removeprefix(_SERVICE))
            continue
        raw = base64.b64decode(encoded, validate=True)
        if len(raw) != 32 or not 1 <= len(name.encode()) <= 255:
            raise ImproperlyConfigured(
                "KEY_ENCRYPTION_KEYS takes name:base64-of-32-bytes or name:kms:key-id, by commas"
            )
        keys[name] = AESGCM(raw)
    if not keys:
        raise ImproperlyConfigured("KEY_ENCRYPTION_KEYS is empty: nothing could be sealed")
    return keys


def current_prefix() -> bytes:
    """How every value begins that is sealed under the key which seals now."""
    label = next(iter(_keys(settings.KEY_ENCRYPTION_KEYS))).encode()
    return _VERSION + bytes([len(label)]) + label


def seal(plain: bytes, *, context: str) -> bytes:
    """Encrypt under the first configured key. `context` (table, field, row) is bound in: a copy elsewhere won't open.

    Shape: version byte, length of key name, key name, 12-byte nonce, ciphertext with 16-byte tag.
    """
    key = next(iter(_keys(settings.KEY_ENCRYPTION_KEYS).values()))
    nonce = os.urandom(_NONCE_BYTES)
    return current_prefix() + nonce + key.encrypt(nonce, plain, context.encode())


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Decrypt what `seal` made; raises ValueError when it was altered, moved, or its key is gone."""
    sealed = bytes(sealed)
    size = sealed[1]
    name, start = sealed[2 : 2 + size].decode(), 2 + size
    nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
    try:
        return _keys(settings.KEY_ENCRYPTION_KEYS)[name].decrypt(nonce, body, context.encode())
    except (InvalidTag, KeyError) as fault:
        raise ValueError("The sealed value cannot be opened") from fault


def seal_json(value: Any, *, context: str) -> bytes:
    return seal(json.dumps(value, ensure_ascii=False).encode(), context=context)


def unseal_json(sealed: bytes, *, context: str) -> Any:
    return json.loads(unseal(sealed, context=context))
