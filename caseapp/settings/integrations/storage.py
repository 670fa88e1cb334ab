"""Where bytes live: static files by WhiteNoise, evidence encrypted in a folder (or an S3-compatible store)."""

import re

from django.core.exceptions import ImproperlyConfigured

from caseapp.settings.env import DATA_DIR, env

EVIDENCE_ROOT = DATA_DIR / "evidence"

_IN_A_FOLDER = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": EVIDENCE_ROOT,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}


def in_a_bucket(*, bucket: str, endpoint_url: str, region: str, prefix: str) -> dict[str, object]:
    """The storage of an S3-compatible store; credentials come the way boto3 finds them. Raises ImproperlyConfigured."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
        raise ImproperlyConfigured("EVIDENCE_S3_BUCKET is the name of a bucket: 3 to 63 of a-z, 0-9, dot and dash.")
    if endpoint_url and not re.fullmatch(r"https?://[^/\s?#]+", endpoint_url):
        raise ImproperlyConfigured("EVIDENCE_S3_ENDPOINT_URL is an address without a path, as https://s3.example.org.")
    if not endpoint_url and not region:
        raise ImproperlyConfigured("EVIDENCE_S3_REGION is needed where there is no EVIDENCE_S3_ENDPOINT_URL.")
    return {
        "BACKEND": "caseapp.evidence.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint_url or None,
            "region_name": region or None,
            "location": prefix.strip("/"),
            "signature_version": "s3v4",
        },
    }


_bucket = env("EVIDENCE_S3_BUCKET")

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "evidence": in_a_bucket(
        bucket=_bucket,
        endpoint_url=env("EVIDENCE_S3_ENDPOINT_URL"),
        region=env("EVIDENCE_S3_REGION"),
        prefix=env("EVIDENCE_S3_PREFIX"),
    )
    if _bucket
    else _IN_A_FOLDER,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff2", "woff", "png", "jpg", "gz", "br", "map", "scss", "njk", "md", "ts"]
WHITENOISE_MANIFEST_STRICT = False

# A form field is small; only files are large, and those are streamed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Five hundred boxes of a redacted film, each of twelve fields, are the longest form there is.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6100
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
EVIDENCE_MAX_FILE_BYTES = env("EVIDENCE_MAX_FILE_BYTES")
EVIDENCE_MAX_FILES = env("EVIDENCE_MAX_FILES")
EVIDENCE_MAX_COMPLAINT_BYTES = env("EVIDENCE_MAX_COMPLAINT_BYTES")
EVIDENCE_UPLOAD_HOURS = env("EVIDENCE_UPLOAD_HOURS")

# The malware scanner, `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`; empty means that nothing is scanned. Larger
# files are not sent: clamd would cut them off or call them good unread.
CLAMD_URL = env("CLAMD_URL")
CLAMD_MAX_BYTES = env("CLAMD_MAX_BYTES")

# What reads the letters in pictures for bundles of exhibits: a name to look for or a whole path; empty for none.
TESSERACT = env("TESSERACT")

# A host of its own for files, as a whole address; without one they come from the site itself, under /files/.
EVIDENCE_BASE_URL = env("EVIDENCE_BASE_URL")

# The outside clock that stamps custody chains (RFC 3161), and the certificates its answers must lead to.
TSA_URL = env("TSA_URL")
TSA_CERTIFICATES = env("TSA_CERTIFICATES")
