"""Load the letter texts, or show what loading would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseapp.core.actors import SYSTEM
from caseapp.documents.services import InvalidTemplates, load_templates
from caseapp.documents.services.files import DATA


class Command(BaseCommand):
    help = "Loads the texts of letters and pleadings. Safe to run again: only differences are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, default=DATA, help="where the texts are")
        parser.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            difference = load_templates(actor=SYSTEM, directory=options["directory"], dry_run=options["dry_run"])
        except InvalidTemplates as refusal:
            raise CommandError("Nothing was loaded.\n" + "\n".join(refusal.problems)) from refusal
        if options["verbosity"] > 1 or options["dry_run"]:
            for line in difference.lines:
                self.stdout.write(line)
        verb = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"Letters: {len(difference.lines)} texts {verb}.")
