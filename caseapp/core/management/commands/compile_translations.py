"""Compiles the message catalogues where they changed, without GNU gettext."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile message catalogues whose source is newer than what was compiled before."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = source.with_suffix(".mo")
                if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
                    continue
                with source.open("rb") as file:
                    catalogue = read_po(file, locale=source.parent.parent.name)
                partial = compiled.with_suffix(".mo.part")
                with partial.open("wb") as file:
                    write_mo(file, catalogue)
                partial.replace(compiled)
                self.stdout.write(f"{source.parent.parent.name}: {len(catalogue)} messages")
