"""Refuses a catalogue that lags behind the texts, or says something else than they do."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")


class Command(BaseCommand):
    help = "Check that every text is translated, nothing is fuzzy, placeholders match and no text is missing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        faults: list[str] = []
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                catalogue = _read(source)
                faults += _faults(source.parent.parent.name, catalogue)
                if shutil.which("xgettext"):
                    faults += _missing(source, catalogue)
                else:
                    self.stderr.write("GNU gettext is not installed: not checked for texts that were never collected.")
        if faults:
            shown = "\n".join(faults[:50])
            raise CommandError(f"{len(faults)} faults in the translations:\n{shown}")
        self.stdout.write("Translations are complete.")


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=source.parent.parent.name)


def _faults(locale: str, catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if not message.id:
            continue
        name = f"{locale}: {_first(message.id)!r}"
        texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if not all(texts):
            yield f"{name} is not translated"
        elif message.fuzzy:
            yield f"{name} is fuzzy"
        elif any(_placeholders(text) - _allowed(message) for text in texts):
            yield f"{name} has other placeholders in its translation"
        elif not isinstance(message.id, tuple) and any(_placeholders(text) != _allowed(message) for text in texts):
            yield f"{name} lost a placeholder in its translation"


def _missing(source: Path, catalogue: Catalog) -> Iterator[str]:
    """Texts that a fresh collection finds and the catalogue lacks, or the other way round."""
    locale = source.parent.parent.name
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / locale / "LC_MESSAGES" / source.name
        copy.parent.mkdir(parents=True)
        shutil.copy(source, copy)
        with override_settings(LOCALE_PATHS=[folder]):
            call_command(
                "makemessages",
                locale=[locale],
                no_obsolete=True,
                no_wrap=True,
                add_location="file",
                ignore_patterns=[".venv/*", "node_modules/*", ".data/*", "caseapp/locale*"],
                verbosity=0,
            )
        fresh = {_first(message.id) for message in _read(copy) if message.id}
    known = {_first(message.id) for message in catalogue if message.id}
    for text in sorted(fresh - known):
        yield f"{locale}: {text!r} was never collected; run `make messages`"
    for text in sorted(known - fresh):
        yield f"{locale}: {text!r} is used nowhere; run `make messages`"


def _first(identity: Any) -> str:
    return identity[0] if isinstance(identity, tuple) else str(identity)


def _allowed(message: Message) -> set[str]:
    texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return set().union(*(_placeholders(str(text)) for text in texts))


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}
