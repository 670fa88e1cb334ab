"""The shared cache, which counts attempts: the broker's Valkey or Redis where there is one."""

from caseapp.settings.env import env

_broker = env("BROKER_URL")
_address = _broker.replace("redis+socket://", "unix://", 1)

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _address, "KEY_PREFIX": "countenance"}
        if _address.startswith(("unix://", "redis://", "rediss://"))
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
