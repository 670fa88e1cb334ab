"""The only module that reads the environment; every variable is declared here and in docs/settings.md."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env(
    ALLOWED_HOSTS=(list, ["127.0.0.1", "localhost", "[::1]"]),
    BROKER_URL=(str, "memory://"),
    CLAMD_MAX_BYTES=(int, 25_000_000),
    CLAMD_URL=(str, ""),
    COUNTENANCE_DATA=(str, str(BASE_DIR / ".data")),
    COUNTENANCE_DEMO=(bool, False),
    DATABASE_URL=(str, "postgres:///countenance"),
    DEBUG=(bool, False),
    DEFAULT_FROM_EMAIL=(str, "Countenance <no-reply@countenance.example>"),
    EMAIL_URL=(str, ""),
    EVIDENCE_BASE_URL=(str, ""),
    EVIDENCE_MAX_COMPLAINT_BYTES=(int, 5 * 1024**3),
    EVIDENCE_MAX_FILE_BYTES=(int, 2 * 1024**3),
    EVIDENCE_MAX_FILES=(int, 20),
    EVIDENCE_S3_BUCKET=(str, ""),
    EVIDENCE_S3_ENDPOINT_URL=(str, ""),
    EVIDENCE_S3_PREFIX=(str, ""),
    EVIDENCE_S3_REGION=(str, ""),
    EVIDENCE_UPLOAD_HOURS=(int, 7 * 24),
    KEY_ENCRYPTION_KEYS=(str, ""),
    KEY_ENCRYPTION_KEYS_FILE=(str, ""),
    KMS_ENDPOINT_URL=(str, ""),
    KMS_REGION=(str, ""),
    LOG_LEVEL=(str, "INFO"),
    RECEIPT_PEPPER=(str, ""),
    REGISTER_SIGNING_KEY=(str, ""),
    REGISTER_SIGNING_KEY_FILE=(str, ""),
    SECRET_KEY=(str, ""),
    SITE_URL=(str, "http://127.0.0.1:8000"),
    TESSERACT=(str, "tesseract"),
    TRUSTED_PROXIES=(int, 0),
    TSA_CERTIFICATES=(str, ""),
    TSA_URL=(str, ""),
)

DATA_DIR = Path(env("COUNTENANCE_DATA")).resolve()
