"""A key service outside (a KMS) that keeps a key-encryption key which never leaves it."""

import base64
from functools import lru_cache
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

_LENGTH_BYTES = 2


class KeyService(Protocol):
    """Wraps short secrets under a key that it names; `context` is bound in and must be given again."""

    def wrap(self, key_id: str, secret: bytes, context: str) -> bytes: ...

    def unwrap(self, key_id: str, wrapped: bytes, context: str) -> bytes: ...


class AwsKeyService:
    """AWS KMS, or what speaks like it at KMS_ENDPOINT_URL; credentials come the way boto3 finds them."""

    def __init__(self) -> None:
        import boto3

        self._client: Any = boto3.client(
            "kms", endpoint_url=settings.KMS_ENDPOINT_URL or None, region_name=settings.KMS_REGION or None
        )

    def wrap(self, key_id: str, secret: bytes, context: str) -> bytes:
        answer = self._client.encrypt(KeyId=key_id, Plaintext=secret, EncryptionContext={"countenance": context})
        wrapped: bytes = answer["CiphertextBlob"]
        return wrapped

    def unwrap(self, key_id: str, wrapped: bytes, context: str) -> bytes:
        try:
            answer = self._client.decrypt(
                KeyId=key_id, CiphertextBlob=wrapped, EncryptionContext={"countenance": context}
            )
        except self._client.exceptions.InvalidCiphertextException as fault:
            raise ValueError("the key service does not know this secret") from fault
        secret: bytes = answer["Plaintext"]
        return secret


class FakeKeyService:
    """For tests: keeps its keys in this process."""

    def __init__(self) -> None:
        self._keys: dict[str, AESGCM] = {}
        self.calls = 0

    def wrap(self, key_id: str, secret: bytes, context: str) -> bytes:
        self.calls += 1
        key = self._keys.setdefault(key_id, AESGCM(AESGCM.generate_key(256)))
        return key.encrypt(b"\0" * 12, secret, context.encode())

    def unwrap(self, key_id: str, wrapped: bytes, context: str) -> bytes:
        self.calls += 1
        return self._keys[key_id].decrypt(b"\0" * 12, wrapped, context.encode())


@lru_cache(maxsize=1)
def key_service() -> KeyService:
    """The configured service, made once."""
    made: KeyService = import_string(settings.KEY_SERVICE)()
    return made


class ServiceKey:
    """A key in the service that seals like AESGCM does: each value under a key of its own, which the service wraps."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    def encrypt(self, nonce: bytes, plain: bytes, context: bytes) -> bytes:
        secret = AESGCM.generate_key(256)
        wrapped = key_service().wrap(self._key_id, secret, _told(context))
        return len(wrapped).to_bytes(_LENGTH_BYTES, "big") + wrapped + AESGCM(secret).encrypt(nonce, plain, context)

    def decrypt(self, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
        end = _LENGTH_BYTES + int.from_bytes(sealed[:_LENGTH_BYTES], "big")
        secret = key_service().unwrap(self._key_id, sealed[_LENGTH_BYTES:end], _told(context))
        return AESGCM(secret).decrypt(nonce, sealed[end:], context)


def _told(context: bytes) -> str:
    """The context as the service takes it: printable, whatever stands in it."""
    return base64.urlsafe_b64encode(context).decode()
