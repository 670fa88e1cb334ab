"""Learns the estimator's numbers again from the precedents file and freezes them; for maintainers, after new data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.precedents.services.records import RECORDS
from caseapp.rules.estimation.__main__ import main
from caseapp.rules.estimation.method import WEIGHTS_FILE


class Command(BaseCommand):
    help = "Tune the estimator on a precedents file and write the weights, with the scores of the back-test."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=RECORDS, help="The precedents; without it, those that ship.")
        parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="Where the weights go.")

    def handle(self, *args: Any, **options: Any) -> None:
        if main(["tune", "--records", str(options["file"]), "--out", str(options["out"])]) != 0:
            raise CommandError("The estimator was not tuned; the reason stands above.")
