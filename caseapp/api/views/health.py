"""Whether the process is up, and whether everything it leans on answers."""

import uuid

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from caseapp.celery import app


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database, broker, cache and evidence storage answer; 503 names those that do not."""
    checks = {"database": _database, "broker": _broker, "cache": _cache, "storage": _storage}
    found = {name: check() for name, check in checks.items()}
    well = all(found.values())
    return JsonResponse({"status": "ready" if well else "unready", "checks": found}, status=200 if well else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _broker() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
        return True
    except (OperationalError, OSError):
        return False


def _cache() -> bool:
    token = uuid.uuid4().hex
    try:
        cache.set("healthz", token, timeout=10)
        return cache.get("healthz") is not None
    except (OSError, RedisError):
        return False


def _storage() -> bool:
    evidence = storages["evidence"]
    name = f"healthz-{uuid.uuid4().hex}"
    try:
        kept = evidence.save(name, ContentFile(b"ok"))
        evidence.delete(kept)
        return True
    except OSError:
        return False
