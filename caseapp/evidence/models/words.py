"""Words that a machine read on the pages of a file, so that none is read twice; sealed under the key of its vault."""

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Mapping

from django.db import models

from caseapp.core.models import Stamped
from caseapp.evidence import cipher
from caseapp.evidence.models.items import EvidenceItem


class RecognisedWords(Stamped):
    """The layers of words over a file's pages, by the SHA-256 of the very bytes that were read: those of the original,
    or of a redacted copy.

    Another program, other languages or another `layout` of the pages read it anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="recognised")
    sha256 = models.CharField("SHA-256", max_length=64)
    program = models.CharField(max_length=40)
    languages = models.CharField(max_length=80)
    layout = models.PositiveSmallIntegerField()
    sealed_layers = models.BinaryField()

    class Meta:
        verbose_name_plural = "recognised words"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "sha256", "program", "languages", "layout"], name="evidence_words_once"
            ),
        ]

    def __str__(self) -> str:
        return f"words of {self.item_id}"

    def seal_layers(self, layers: Mapping[int, bytes], key: bytes) -> None:
        """Keep the layers by their pages, counted from 0; none at all is an answer too."""
        told = json.dumps({page: b64encode(layer).decode() for page, layer in layers.items()})
        self.sealed_layers = cipher.seal_bytes(told.encode(), key=key, item_id=self.pk)

    def layers(self, key: bytes) -> dict[int, bytes] | None:
        """The layers; None where the seal does not hold."""
        try:
            told = json.loads(cipher.open_bytes(bytes(self.sealed_layers), key=key, item_id=self.pk))
        except cipher.Damaged:
            return None
        return {int(page): b64decode(layer) for page, layer in told.items()}
