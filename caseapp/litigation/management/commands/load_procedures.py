"""Load the procedures of courts, or show what loading would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseapp.core.actors import SYSTEM
from caseapp.litigation.services.procedures import DATA, InvalidProcedures, load_procedures


class Command(BaseCommand):
    help = "Loads stages, periods and interest of civil procedures. Safe to run again: only differences are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=DATA, help="procedures from this file")
        parser.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = load_procedures(actor=SYSTEM, file=options["file"], dry_run=options["dry_run"])
        except InvalidProcedures as refusal:
            raise CommandError("Nothing was loaded.\n" + "\n".join(refusal.problems)) from refusal
        if options["verbosity"] > 1 or options["dry_run"]:
            for line in lines:
                self.stdout.write(line)
        verb = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"Procedures: {len(lines)} versions {verb}.")
