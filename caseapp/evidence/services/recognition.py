"""Reads the words of pictures and scans for the layer over a page, where the program for it is installed, and keeps
them so that the same bytes are never read twice.
"""

from collections.abc import Mapping

from caseapp.evidence.confined import Interrupted
from caseapp.evidence.models import EvidenceItem, RecognisedWords
from caseapp.evidence.recognition import Reader, Words, invisible_words, reader_for

__all__ = ["Interrupted", "Reader", "Words", "invisible_words", "keep_words", "kept_words", "reader_for"]


def kept_words(*, item: EvidenceItem, sha256: str, reader: Reader, layout: int) -> dict[int, bytes] | None:
    """What this reader read on the pages of these bytes before, by pages counted from 0; None where it did not.

    Ask for bytes that the caller may open: `sha256` is theirs, the original's or a redacted copy's.
    """
    found = RecognisedWords.objects.filter(item=item, sha256=sha256, layout=layout, **_by(reader)).first()
    return found.layers(item.vault.key()) if found is not None else None


def keep_words(*, item: EvidenceItem, sha256: str, reader: Reader, layout: int, layers: Mapping[int, bytes]) -> None:
    """Keep what was read on all pages of these bytes, under the key of the item's vault. What stands already stays."""
    row = RecognisedWords(item=item, sha256=sha256, layout=layout, **_by(reader))
    row.seal_layers(layers, item.vault.key())
    RecognisedWords.objects.bulk_create([row], ignore_conflicts=True)


def _by(reader: Reader) -> dict[str, str]:
    return {"program": reader.program, "languages": reader.languages}
