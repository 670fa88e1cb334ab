"""Loads the file of decided matters; run it again whenever the file or a translation changes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.core.actors import SYSTEM
from caseapp.precedents.services import BadRecords, load_precedents
from caseapp.precedents.services.records import RECORDS


class Command(BaseCommand):
    help = "Load precedents from a file of one JSON object a line. All of it is checked first; nothing is half-loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=RECORDS, help="The file; without it, the one that ships.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_precedents(actor=SYSTEM, path=options["file"], dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except BadRecords as refused:
            raise CommandError(
                f"{options['file'].name} cannot be loaded, so nothing was:\n{refused.message}"
            ) from refused
        if options["dry_run"]:
            for sign, slugs in (("+", loaded.new), ("~", loaded.changed)):
                for slug in slugs:
                    self.stdout.write(f"{sign} {slug}")
            for slug in loaded.kept:
                what = ", ".join(loaded.differing.get(slug, []))
                self.stdout.write(f"= {slug}" + (f" (the file has changed: {what})" if what else ""))
        verb = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"Precedents: {len(loaded.new)} {verb} added, {len(loaded.changed)} {verb} changed,"
            f" {loaded.unchanged} stay as they are."
        )
        if loaded.kept:
            self.stdout.write(
                f"{len(loaded.kept)} stay as curators wrote them. Of these the file has changed"
                f" {len(loaded.differing)}; the changes {verb} proposed to the curators."
            )
        if loaded.untranslated:
            self.stdout.write(
                f"{len(loaded.untranslated)} lack a Chinese title or summary; readers see the English one."
            )
            if options["dry_run"]:
                for slug in loaded.untranslated:
                    self.stdout.write(f"? {slug}")
        if loaded.elsewhere:
            self.stdout.write(f"{len(loaded.elsewhere)} others are not in the file and stay.")
