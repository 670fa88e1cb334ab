"""Load the law's data files, or show what loading would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseapp.core.actors import SYSTEM
from caseapp.law.services import InvalidLaw, load_law
from caseapp.law.services.files import DATA


class Command(BaseCommand):
    help = "Loads jurisdictions and legal frameworks. Safe to run again: only differences are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, default=DATA, help="where the data files are")
        parser.add_argument("--file", type=Path, help="frameworks from this file instead of the directory's")
        parser.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            difference = load_law(
                actor=SYSTEM,
                directory=options["directory"],
                frameworks_file=options["file"],
                dry_run=options["dry_run"],
            )
        except InvalidLaw as refusal:
            raise CommandError("Nothing was loaded.\n" + "\n".join(refusal.problems)) from refusal
        if options["verbosity"] > 1 or options["dry_run"]:
            for line in (*difference.lines, *difference.kept):
                self.stdout.write(line)
        else:
            for line in difference.lines:
                if line.startswith("!"):
                    self.stdout.write(line)
        verb = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"Law: {len(difference.lines)} records {verb}, {difference.texts} translations {verb}.")
