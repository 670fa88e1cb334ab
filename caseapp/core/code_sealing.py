"""Seals values under a code that only its holder has: neither the database nor its keys open them without it."""

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12
_VERSION = b"\x01"


def lookup_of(code: str, *, purpose: str) -> str:
    """The keyed hash that finds a code's row: HMAC-SHA-256 under the pepper, which the database does not hold."""
    return hmac.new(settings.RECEIPT_PEPPER.encode(), f"{purpose}\0{code}".encode(), hashlib.sha256).hexdigest()


def seal_json_with(code: str, value: Any, *, context: str) -> bytes:
    """Encrypt with AES-256-GCM under a key that HKDF-SHA-256 makes of the code (115 random bits) and the context.

    `context` (table, field, row) is bound in as well: a copy elsewhere won't open.
    """
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps(value, ensure_ascii=False).encode()
    return _VERSION + nonce + _key(code, context).encrypt(nonce, plain, context.encode())


def unseal_json_with(code: str, sealed: bytes, *, context: str) -> Any:
    """Decrypt what `seal_json_with` made; raises ValueError for another code, an altered value or a moved one."""
    body = bytes(sealed)
    nonce, rest = body[1 : 1 + _NONCE_BYTES], body[1 + _NONCE_BYTES :]
    try:
        return json.loads(_key(code, context).decrypt(nonce, rest, context.encode()))
    except InvalidTag as fault:
        raise ValueError("The code does not open this value") from fault


def _key(code: str, context: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=context.encode(), info=b"countenance code sealing")
    return AESGCM(derived.derive(code.encode()))
