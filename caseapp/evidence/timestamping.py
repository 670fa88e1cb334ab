"""A time-stamping authority (RFC 3161), asked over HTTP and believed only after its answer was verified."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

TIMEOUT_SECONDS = 10
MOST_BYTES = 256 * 1024


class NoTimestamp(Exception):
    """The authority could not be reached, refused, or answered with something that does not verify."""


@dataclass(frozen=True)
class Timestamp:
    """A verified answer and the time it states."""

    response: bytes
    at: datetime


def is_configured() -> bool:
    """Whether an authority is named, with the certificates that its answers must lead to."""
    return bool(settings.TSA_URL and settings.TSA_CERTIFICATES)


def timestamp(statement: bytes) -> Timestamp:
    """Ask the authority to stamp a statement. Raises NoTimestamp for every answer that is not verified."""
    request = (
        TimestampRequestBuilder()
        .data(statement)
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    response = _ask(request.as_bytes())
    return Timestamp(response, verified(response, statement, nonce=request.nonce))


def verified(response: bytes, statement: bytes, *, nonce: int | None = None) -> datetime:
    """The time of a stamp over a statement. Raises NoTimestamp unless it is whole, ours, from a trusted authority."""
    roots, others = _certificates()
    try:
        parsed = decode_timestamp_response(response)
        verifier = VerifierBuilder(roots=roots, intermediates=others, nonce=nonce).build()
        verifier.verify_message(parsed, statement)
        return parsed.tst_info.gen_time
    except (ValueError, TypeError, VerificationError) as fault:
        raise NoTimestamp(f"{type(fault).__name__}: {fault}"[:300]) from fault
    except BaseException as fault:
        # The parser is written in Rust and panics on some answers, which Python sees as no ordinary exception.
        if type(fault).__name__ != "PanicException":
            raise
        raise NoTimestamp("the answer cannot be read") from fault


def certificates_pem() -> bytes:
    """The authority's trusted certificates, as they are handed on with an export."""
    return Path(settings.TSA_CERTIFICATES).read_bytes()


def _certificates() -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """Roots, which signed themselves, and the others of the configured file."""
    try:
        found = x509.load_pem_x509_certificates(certificates_pem())
    except (OSError, ValueError) as fault:
        raise NoTimestamp(f"TSA_CERTIFICATES cannot be read: {type(fault).__name__}") from fault
    roots = [one for one in found if one.issuer == one.subject]
    return roots, [one for one in found if one.issuer != one.subject]


def _ask(query: bytes) -> bytes:
    if not settings.TSA_URL.startswith(("http://", "https://")):
        raise NoTimestamp("TSA_URL is not an HTTP address")
    asked = urllib.request.Request(  # noqa: S310 - checked above
        settings.TSA_URL, data=query, headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            body: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, urllib.error.URLError, ValueError) as fault:
        raise NoTimestamp(f"{type(fault).__name__}: {fault}"[:300]) from fault
    if len(body) > MOST_BYTES:
        raise NoTimestamp("the answer is far too long for a time-stamp")
    return body
