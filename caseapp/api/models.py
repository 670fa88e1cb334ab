"""Tokens for the HTTP API: hashed at rest, expiring, limited to the scopes they were made for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class Scope(models.TextChoices):
    READ = "read", _("Read what you may see")
    WRITE = "write", _("Act as you may act")


class ApiToken(AbstractAuthToken):
    """A token of one account."""

    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), default=list)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")


class IdempotentAnswer(models.Model):
    """The first answer to a write that came with an `Idempotency-Key`: the same key and body get it again."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    sealed_body = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="api_idempotent_answer_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
