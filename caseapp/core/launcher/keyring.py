"""The secrets of one installation: made once in its data folder, readable by its owner alone."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .errors import LauncherError
from .postgres import Passwords

NAME = "secrets.json"


@dataclass(frozen=True)
class Keyring:
    """What encrypts, signs and opens: losing `key_encryption_keys` loses every encrypted field and file."""

    secret_key: str
    key_encryption_keys: str
    receipt_pepper: str
    register_signing_key: str
    database_superuser: str
    database_migrator: str
    database_app: str

    @classmethod
    def make(cls) -> "Keyring":
        """Make new secrets. The key-encryption key is 32 random bytes with the name `k1`."""
        return cls(
            secret_key=secrets.token_urlsafe(64),
            key_encryption_keys="k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
            receipt_pepper=secrets.token_urlsafe(48),
            register_signing_key=_new_signing_key(),
            **{f"database_{name}": value for name, value in asdict(Passwords.make()).items()},
        )

    @property
    def passwords(self) -> Passwords:
        """The passwords of the embedded database."""
        return Passwords(self.database_superuser, self.database_migrator, self.database_app)

    def environment(self) -> dict[str, str]:
        """Return what the application's processes are given; the database's passwords are not among it."""
        return {
            "SECRET_KEY": self.secret_key,
            "KEY_ENCRYPTION_KEYS": self.key_encryption_keys,
            "RECEIPT_PEPPER": self.receipt_pepper,
            "REGISTER_SIGNING_KEY": self.register_signing_key,
        }


def _new_signing_key() -> str:
    """The base64 of the 32 bytes of an Ed25519 private key."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def open_keyring(data: Path, *, may_make: bool) -> Keyring:
    """Return the secrets in the data folder; make them where there are none.

    Refuses when they are missing beside a database that was made with them (`may_make` is false), and when
    the file cannot be read.
    """
    path = data / NAME
    try:
        held = json.loads(path.read_text())
        if "register_signing_key" not in held:
            # A folder from before the register was signed gets its key now.
            held["register_signing_key"] = _new_signing_key()
            write_private(path, json.dumps(held, indent=2) + "\n")
        return Keyring(**{field.name: str(held[field.name]) for field in fields(Keyring)})
    except FileNotFoundError:
        if not may_make:
            raise LauncherError(
                f"{path} is missing, but the database beside it was made with those secrets.",
                "Bring the file back from your backup of keys: without it the encrypted fields and files "
                "cannot be read. To begin afresh, choose another folder with COUNTENANCE_DATA.",
            ) from None
    except (ValueError, KeyError, TypeError) as fault:
        raise LauncherError(f"{path} is damaged: {fault!r}.", "Bring it back from your backup of keys.") from fault
    keyring = Keyring.make()
    write_private(path, json.dumps(asdict(keyring), indent=2) + "\n")
    return keyring


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
