"""Counts all rollups anew, or says whether they are true."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.statistics import services


class Command(BaseCommand):
    help = "Count the statistics anew from the cases; with --check only compare, and fail where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 where a count is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            wrong = services.differences()
            if wrong:
                raise CommandError(f"{wrong} rows differ from a full recount. Run `manage.py recount` to mend them.")
            self.stdout.write("Every count is true.")
            return
        self.stdout.write(f"Counted {services.recount()} days anew.")
